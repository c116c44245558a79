package texts

import (
	"slices"

	"golang.org/x/text/language"
)

// Match returns which of the allowed languages suits a browser that sent this Accept-Language header; the first of them
// when none does.
func Match(accept string, allowed []string) string {
	if len(allowed) == 0 {
		return "en"
	}
	wanted, _, err := language.ParseAcceptLanguage(accept)
	if err != nil {
		return allowed[0]
	}
	for _, tag := range wanted {
		if base, _ := tag.Base(); slices.Contains(allowed, base.String()) {
			return base.String()
		}
	}
	return allowed[0]
}
