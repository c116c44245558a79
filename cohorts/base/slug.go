package base

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/gosimple/slug"
)

// WithSlug calls save with a slug of name as the id, then with "-2", "-3" … appended, until save returns no Conflict. It
// returns the last id and the error of save. A name without any letter or digit becomes fallback.
func WithSlug(name, fallback string, save func(id string) error) (string, error) {
	base := Slug(name, fallback)
	for n := 1; ; n++ {
		id := base
		if n > 1 {
			id = fmt.Sprintf("%s-%d", base, n)
		}
		if err := save(id); !IsCode(err, Conflict) || n == 1000 {
			return id, err
		}
	}
}

// Slug returns a name as it can stand in an address, at most 60 letters long. A name without any letter or digit becomes fallback.
func Slug(name, fallback string) string {
	made := slug.Make(name)
	if len(made) > 60 {
		made = strings.TrimRight(made[:60], "-")
	}
	return cmp.Or(made, fallback)
}
