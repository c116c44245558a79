package ask

import (
	"errors"
	"regexp"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/web/page"
	"soundings/web/texts"
)

// Fields of the room's forms have the names of the members in the API: "title.es", "groups[staff].weight".

// typedWords reads a text in every language that the pages have.
func typedWords(c echo.Context, member string) base.Words {
	w := base.Words{}
	for _, lang := range texts.Languages() {
		w[lang] = c.FormValue(member + "." + lang)
	}
	return w.Tidy()
}

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
