package people

import (
	"slices"
	"strconv"
	"strings"

	"soundings/cohorts"
	"soundings/cohorts/upload"
	"soundings/web/page"
	uploads "soundings/web/upload"
)

// goes offers where column i of a file of participants may go.
func goes(c *uploads.UploadColumn, frame page.Page, i int, m upload.Mapping) {
	to, ok := m.Of(c.Name)
	as, chosen := c.Name, strings.ToLower(to)
	switch {
	case to == "" && ok:
		chosen = uploads.LeaveOut
	case !slices.Contains(cohorts.Columns(), chosen):
		chosen, as = uploads.AsAttribute, to
	}
	c.Says, c.Options = frame.T("upload.goes_to_of", "Column", c.Name), columnOptions(frame, chosen)
	c.Attribute = &uploads.AttributeName{Field: "as." + strconv.Itoa(i), Value: as, Says: frame.T("upload.attribute_of", "Column", c.Name)}
}

func columnOptions(frame page.Page, chosen string) []page.Option {
	options := []page.Option{{Value: uploads.LeaveOut, Text: frame.T("upload.leave_out"), Chosen: chosen == uploads.LeaveOut}, {Value: uploads.AsAttribute, Text: frame.T("upload.as_attribute"), Chosen: chosen == uploads.AsAttribute}}
	for _, name := range cohorts.Columns() {
		options = append(options, page.Option{Value: name, Text: frame.T("participants." + name), Chosen: chosen == name})
	}
	return options
}
