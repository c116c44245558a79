package series

import (
	"maps"
	"slices"
	"strings"

	"soundings/cohorts/base"
)

// leastOfID is how much of its id tells one from others with the same title, at least.
const leastOfID = 4

// slugs returns what each of some things is called in a label, by id: a slug of its title, with the beginning of its id behind it
// where others have the same. No two are called alike, or nothing of all figures could be scraped.
func slugs(titles map[string]string, fallback string) map[string]string {
	same := map[string]int{}
	for _, title := range titles {
		same[base.Slug(title, fallback)]++
	}
	all, taken := map[string]string{}, map[string]bool{}
	for slug, n := range same {
		taken[slug] = n == 1
	}
	for _, id := range slices.Sorted(maps.Keys(titles)) {
		slug := base.Slug(titles[id], fallback)
		if same[slug] > 1 {
			slug = apart(slug+"-", strings.ToLower(id), taken)
		}
		all[id] = slug
		taken[slug] = true
	}
	return all
}

// apart returns what comes before an id with as much of the id behind it as makes it one that is not taken.
func apart(before, id string, taken map[string]bool) string {
	for n := min(leastOfID, len(id)); n < len(id); n++ {
		if !taken[before+id[:n]] {
			return before + id[:n]
		}
	}
	return before + id
}
