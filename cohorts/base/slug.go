package base

import (
	"fmt"
	"strings"

	"github.com/gosimple/slug"
)

// WithSlug calls save with a slug of name as the id, then with "-2", "-3" … appended, until save returns no Conflict. It
// returns the last id and the error of save. A name without any letter or digit becomes fallback.
func WithSlug(name, fallback string, save func(id string) error) (string, error) {
	base := slug.Make(name)
	if len(base) > 60 {
		base = strings.TrimRight(base[:60], "-")
	}
	if base == "" {
		base = fallback
	}
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
