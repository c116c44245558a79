package web

import (
	"slices"
	"strconv"
	"strings"

	"soundings/cohorts"
	"soundings/cohorts/upload"
)

// goes offers where column i of a file of participants may go.
func (c *UploadColumn) goes(page Page, i int, m upload.Mapping) {
	to, ok := m.Of(c.Name)
	as, chosen := c.Name, strings.ToLower(to)
	switch {
	case to == "" && ok:
		chosen = leaveOut
	case !slices.Contains(cohorts.Columns(), chosen):
		chosen, as = asAttribute, to
	}
	c.Says, c.Options = page.T("upload.goes_to_of", "Column", c.Name), columnOptions(page, chosen)
	c.Attribute = &AttributeName{"as." + strconv.Itoa(i), as, page.T("upload.attribute_of", "Column", c.Name)}
}

func columnOptions(page Page, chosen string) []Option {
	options := []Option{{leaveOut, page.T("upload.leave_out"), chosen == leaveOut}, {asAttribute, page.T("upload.as_attribute"), chosen == asAttribute}}
	for _, name := range cohorts.Columns() {
		options = append(options, Option{name, page.T("participants." + name), chosen == name})
	}
	return options
}
