package clinic

import (
	"strconv"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/web/page"
)

// boundName is the field of the fewest people of a group on whom a shown figure may rest, called as in JSON.
func boundName(g cohorts.Group) string { return "clinic.bounds[" + string(g) + "]" }

// boundFields asks for the bounds that the clinic raises, a field for each group.
func boundFields(frame page.Page) []page.Field {
	var fields []page.Field
	for _, g := range cohorts.Groups() {
		fields = append(fields, frame.Field(boundName(g), "group."+string(g), "number").Optional())
	}
	return fields
}

// typedBounds reads the bounds of a form; a field that is empty raises nothing.
func typedBounds(c echo.Context) (map[cohorts.Group]int, error) {
	bounds := map[cohorts.Group]int{}
	var errs []error
	for _, g := range cohorts.Groups() {
		n, err := page.Whole(c, boundName(g))
		errs = append(errs, err)
		if n != 0 {
			bounds[g] = n
		}
	}
	return bounds, page.Together(errs...)
}

// boundValues puts the bounds that are kept into the fields of the form.
func boundValues(values map[string][]string, kept map[cohorts.Group]int) {
	for g, n := range kept {
		values[boundName(g)] = []string{strconv.Itoa(n)}
	}
}
