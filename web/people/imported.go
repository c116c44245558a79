package people

import (
	"maps"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/upload"
	"soundings/web/page"
	uploads "soundings/web/upload"
)

// ImportedPage shows one file of participants. Where it waits it also takes "group" for everybody whose row says none, "dates"
// for the order of day and month, "erase" for empty cells, and for each of Words what it means.
type ImportedPage struct {
	uploads.FilePage
	Groups []page.Option
	Dates  []page.Option // none: every day begins with the year
	Erase  bool
	Words  []FileWord
	More   string // how many columns were left out, where they are more than attributes; empty: none
}

// FileWord is a word of the file that is no group or no language, and what it may mean.
type FileWord struct {
	Field   string
	Word    string
	Options []page.Option
}

// Template returns the page's template.
func (ImportedPage) Template() string { return "people/imported" }

// importedPage adds to the page of a file where its columns go and what importing it did, or would do.
func (s *Participants) importedPage(c echo.Context, v uploads.FilePage, job cohorts.Import) (page.View, error) {
	importWords(&v)
	v.Report = importReport(v.Page, job.Report, job.Reading.Erase)
	view := ImportedPage{FilePage: v}
	if job.State != upload.Waiting {
		return view, nil
	}
	words, err := cohorts.UnknownWords(c.Request().Context(), s.Cohorts.Imports(), job)
	if err != nil {
		return nil, err
	}
	view.ask(job, words)
	return view, nil
}

// ask asks how a file is to be read.
func (v *ImportedPage) ask(job cohorts.Import, words []cohorts.FileWord) {
	leftOut := 0
	for i := range v.Columns {
		offerPlaces(&v.Columns[i], v.Page, i, job.Reading.Columns)
		if to, ok := job.Reading.Columns.Of(v.Columns[i].Name); ok && to == "" {
			leftOut++
		}
	}
	if leftOut > cohorts.MaxAttributes {
		v.More = v.Int(leftOut)
	}
	v.Groups, v.Erase = append([]page.Option{{Text: v.T("upload.no_group")}}, v.GroupOptions(cohorts.Group(job.Reading.Group))...), job.Reading.Erase
	if job.Report.Asks {
		v.Dates = uploads.DateOptions(v.Page, job.Reading.Dates)
	}
	for _, word := range words {
		v.Words = append(v.Words, v.fileWord(word))
	}
	for _, key := range slices.Sorted(maps.Keys(job.Reading.Values)) { // what was said of others stays
		if column, word, _ := strings.Cut(key, ":"); !slices.ContainsFunc(words, func(w cohorts.FileWord) bool { return cohorts.ValueKey(w.Column, w.Word) == key }) {
			one := v.fileWord(cohorts.FileWord{Column: column, Word: word})
			for i := range one.Options {
				one.Options[i].Chosen = one.Options[i].Value == job.Reading.Values[key]
			}
			v.Words = append(v.Words, one)
		}
	}
}

// fileWord asks what a word means.
func (v *ImportedPage) fileWord(w cohorts.FileWord) FileWord {
	options := v.GroupOptions("")
	if w.Column == "language" {
		options = languagesAs(v.Page)
	}
	return FileWord{"value." + cohorts.ValueKey(w.Column, w.Word), w.Word, append([]page.Option{{Text: v.T("events.dates.ask")}}, options...)}
}

// languagesAs offers the languages.
func languagesAs(p page.Page) []page.Option { return p.Offered() }

// typedReading returns how somebody says in the form that a file is to be read.
func typedReading(c echo.Context, header []string) cohorts.Reading {
	r := cohorts.Reading{
		Columns: uploads.TypedMapping(c, header), Group: cohorts.Group(c.FormValue("group")), Dates: uploads.DatesOf(c.FormValue("dates")),
		Erase: c.FormValue("erase") != "", Values: map[string]string{},
	}
	for name, typed := range c.Request().PostForm {
		if key, ok := strings.CutPrefix(name, "value."); ok && typed[0] != "" {
			r.Values[key] = typed[0]
		}
	}
	return r
}

// importWords says what the page of a file of participants says.
func importWords(v *uploads.FilePage) {
	v.Up, v.Look = page.Link{Text: v.T("participants.import"), Href: "/participants/import"}, page.Link{Text: v.T("upload.look"), Href: "/participants"}
	v.BadRows = v.Here + "/bad.csv"
	v.Says = uploads.Words{Nothing: v.T("upload.nothing_kept"), Start: v.T("upload.import"), Waits: v.T("upload.waits"), Done: v.T("upload.kept")}
	v.Heads = []string{v.T("upload.in_file"), v.T("upload.goes_to"), v.T("upload.attribute_name")}
}

// importReport says what importing a file did, or would do.
func importReport(frame page.Page, r cohorts.ImportReport, erase bool) uploads.Report {
	return uploads.Report{
		Good: len(r.Errors) == 0 && r.Rows > 0, Bad: frame.Int(r.Bad), Listed: r.Bad > 0,
		Errors: uploads.NewErrorTable(frame, r.Errors), Notices: uploads.NewNotices(frame, r.Notices), Notes: importNotes(frame, r, erase),
		Figures: []page.Figure{
			{Label: frame.T("upload.added"), Value: frame.Int(r.Added)},
			{Label: frame.T("upload.changed"), Value: frame.Int(r.Changed)},
			{Label: frame.T("upload.unchanged"), Value: frame.Int(r.Unchanged)},
		},
	}
}

// importNotes says of an import what becomes of kept values, and how the people of the file can be reached.
func importNotes(frame page.Page, r cohorts.ImportReport, erase bool) []string {
	var notes []string
	if kept := empties(frame, r.Opposite, erase); kept != "" {
		notes = append(notes, kept)
	}
	if r.Rows > 0 && len(r.Errors) == 0 {
		notes = append(notes, frame.T("upload.reach", "Mail", frame.Int(r.Reach.Mail), "Phone", frame.Int(r.Reach.Phone),
			"Letter", frame.Int(r.Reach.Letter), "None", frame.Int(r.Reach.None)))
	}
	return notes
}

// empties returns what becomes of kept values that stand opposite empty cells; nothing where none do.
func empties(frame page.Page, opposite map[string]int, erase bool) string {
	var columns []string
	for _, column := range slices.Sorted(maps.Keys(opposite)) {
		name := column
		if slices.Contains(cohorts.Columns(), column) {
			name = placeName(frame, column)
		}
		columns = append(columns, name+" ("+frame.Int(opposite[column])+")")
	}
	switch {
	case len(columns) == 0:
		return ""
	case erase:
		return frame.T("upload.erases", "Values", strings.Join(columns, ", "))
	default:
		return frame.T("upload.leaves", "Values", strings.Join(columns, ", "))
	}
}

// placeName returns what a column of an import is called.
func placeName(frame page.Page, column string) string {
	switch column {
	case "first_name":
		return frame.T("upload.first_name")
	case "last_name":
		return frame.T("upload.last_name")
	}
	return frame.T("participants." + column)
}

// offerPlaces offers where column i of a file of participants may go.
func offerPlaces(c *uploads.Column, frame page.Page, i int, m upload.Mapping) {
	to, ok := m.Of(c.Name)
	as, chosen := c.Name, strings.ToLower(to)
	switch {
	case to == "" && ok:
		chosen = uploads.LeaveOut
	case !slices.Contains(cohorts.ImportColumns(), chosen):
		chosen, as = uploads.AsAttribute, to
	}
	c.Says, c.Options = frame.T("upload.goes_to_of", "Column", c.Name), columnOptions(frame, chosen)
	c.Attribute = &uploads.AttributeName{Field: uploads.AttributeField(i), Value: as, Says: frame.T("upload.attribute_of", "Column", c.Name)}
}

// columnOptions are to leave a column out, to make an attribute of it, and the columns of an import.
func columnOptions(frame page.Page, chosen string) []page.Option {
	options := []page.Option{
		{Value: uploads.LeaveOut, Text: frame.T("upload.leave_out"), Chosen: chosen == uploads.LeaveOut},
		{Value: uploads.AsAttribute, Text: frame.T("upload.as_attribute"), Chosen: chosen == uploads.AsAttribute},
	}
	for _, name := range cohorts.ImportColumns() {
		options = append(options, page.Option{Value: name, Text: placeName(frame, name), Chosen: chosen == name})
	}
	return options
}
