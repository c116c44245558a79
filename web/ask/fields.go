package ask

import (
	"errors"
	"regexp"

	"soundings/cohorts/base"
	"soundings/web/page"
)

// Fields of the room's forms have the names of the members in the API: "title.es", "groups[staff].weight".

// listPlace is how a refusal names a place in a list that one field holds.
var listPlace = regexp.MustCompile(`^(features|groups)\[[^\]]*\]$`)

// atFields gives a refusal's places the fields that ask them: a list has one, and a title that is missing is asked for in
// English first.
func atFields(err error) error {
	var refusal *base.Error
	if !errors.As(err, &refusal) {
		return err
	}
	names := map[string]string{"title": "title.en"}
	for _, f := range refusal.Fields {
		if place := listPlace.FindStringSubmatch(f.Name); place != nil {
			names[f.Name] = place[1]
		}
	}
	return page.Renamed(err, names)
}
