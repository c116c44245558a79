package portal

import (
	"github.com/labstack/echo/v4"

	"soundings/cohorts/plan"
	"soundings/web/page"
)

// CharterPage lists what stands around the plan. A new entry has the fields of an entryForm.
type CharterPage struct {
	page.Page
	Kinds   []charterKind
	Choices entryChoices
}

// Template returns the name of the page's template.
func (CharterPage) Template() string { return "portal/charter" }

// FormOf returns the form of a new entry of one kind. Only the form that was sent shows what was typed and what is wrong. The
// ids of the others begin with their kind, so that they stay unique on the page.
func (p CharterPage) FormOf(kind charterKind) entryForm {
	f := entryForm{Page: p.Page, entryChoices: p.Choices, Kind: kind.ID}
	if !kind.Open {
		f.Form, f.Mark = page.Form{}, kind.ID
	}
	return f
}

// Row returns an entry as a line of the page.
func (p CharterPage) Row(row charterRow) ticking { return ticking{row, p.Writes()} }

// charterKind is one kind of entry with the entries of it.
type charterKind struct {
	ID   string
	Name string
	Hint string
	Open bool // its form was sent and is shown again
	Rows []charterRow
}

// ShowCharter shows the charter, kind by kind.
func (s *Charter) ShowCharter(c echo.Context) error { return s.Show(c, s.charterPage) }

func (s *Charter) charterPage(c echo.Context, frame page.Page) (page.View, error) {
	ctx := c.Request().Context()
	v := CharterPage{Page: frame}
	names, _, err := s.featureNames(ctx, frame.Lang())
	if err != nil {
		return nil, err
	}
	if v.Choices, err = s.entryChoices(ctx, frame); err != nil {
		return nil, err
	}
	for _, kind := range plan.Kinds() {
		entries, err := s.Plans.Entries(ctx, kind)
		if err != nil {
			return nil, err
		}
		shown := s.charterKind(frame, names, kind, entries)
		for i, e := range entries {
			if kind == plan.Goal {
				shown.Rows[i].About = goalAbout(frame, v.Choices.Goal, e)
			}
		}
		v.Kinds = append(v.Kinds, shown)
	}
	return v, nil
}

// charterKind returns the entries of one kind as the page shows them.
func (s *Room) charterKind(frame page.Page, names map[string]string, kind plan.Kind, entries []plan.Entry) charterKind {
	k := charterKind{
		ID: string(kind), Name: frame.T("plans.kind." + string(kind)), Hint: frame.T("plans.about." + string(kind)),
		Open: frame.Form.Value("kind") == string(kind),
	}
	for _, e := range entries {
		k.Rows = append(k.Rows, s.charterRow(frame, names, e))
	}
	return k
}

// entryLists are the fields of an entry that hold a list.
var entryLists = []string{"audience", "seats", "grounds", "touches", "mends"}

// AddEntry adds an entry to the charter.
func (s *Charter) AddEntry(c echo.Context) error {
	e, err := typedEntry(c, plan.Entry{})
	if err = s.alsoWrongIn(c.Request().Context(), e, err); err == nil {
		_, err = s.Plans.SaveEntry(c.Request().Context(), e)
	}
	if err != nil {
		return s.Again(c, "/charter", onWhole(err, entryLists...), s.charterPage)
	}
	return s.Done(c, "/charter#"+string(e.Kind), "flash.entry_added")
}
