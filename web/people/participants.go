package people

import (
	"context"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/web/page"
)

// ParticipantsPage lists participants; the filter row sends q, group, language, attribute with value, cohort with state.
type ParticipantsPage struct {
	page.Page
	Query      string
	Value      string
	Groups     []page.Option // the first of each stands for all
	Speaks     []page.Option
	Attributes []page.Option
	Cohorts    []page.Option
	States     []page.Option
	CSV        string
	Sheet      string
	Rows       []participantRow
	Pager      page.Pager
}

// Template returns the page's template.
func (ParticipantsPage) Template() string { return "people/participants" }

// Filtered reports whether the list is narrowed, so that an empty one says so.
func (p ParticipantsPage) Filtered() bool {
	return p.Query != "" || anyChosen(p.Groups) || p.Narrowed()
}

// Narrowed reports whether one of the filters counts that are shown only when somebody wants them.
func (p ParticipantsPage) Narrowed() bool {
	return anyChosen(p.Speaks) || anyChosen(p.Attributes) || anyChosen(p.Cohorts)
}

// anyChosen reports whether something is chosen that is not nothing.
func anyChosen(options []page.Option) bool {
	return slices.ContainsFunc(options, func(o page.Option) bool { return o.Chosen && o.Value != "" })
}

// participantRow is one participant in a list.
type participantRow struct {
	Ref      string
	Href     string
	Name     string
	Group    string
	Email    string
	Phone    string
	Language string
}

// ListParticipants shows the participants whom the address asks for.
func (s *Participants) ListParticipants(c echo.Context) error { return s.Show(c, s.participantsPage) }

func (s *Participants) participantsPage(c echo.Context, frame page.Page) (page.View, error) {
	ctx := c.Request().Context()
	q, err := askedParticipants(c)
	if err != nil {
		return nil, err
	}
	v := ParticipantsPage{Page: frame, Query: c.QueryParam("q"), Value: q.Value, CSV: "/participants.csv?" + c.QueryString(), Sheet: "/participants.xlsx?" + c.QueryString()}
	if err := s.offerFilters(ctx, &v, q); err != nil {
		return nil, err
	}
	q.After, q.Limit = c.QueryParam("after"), page.ListLength
	found, err := s.Cohorts.Participants(ctx, q)
	if err != nil {
		return nil, err
	}
	for _, p := range found.Items {
		p = reachable(ctx, p)
		v.Rows = append(v.Rows, participantRow{
			Ref: p.Ref, Href: page.ParticipantHref(p.Ref), Name: p.Name, Group: frame.T("group." + string(p.Group)),
			Email: p.Email, Phone: p.Phone, Language: page.LanguageName(frame, p.Language),
		})
	}
	v.Pager = v.PagerOf(c, found.Next)
	return v, nil
}

// askedParticipants reads what an address asks for: ?q= with the filters, of the page, the export and the API alike.
func askedParticipants(c echo.Context) (cohorts.ParticipantQuery, error) {
	q := cohorts.SearchParticipants(c.QueryParam("q"))
	q.Group, q.Language = cohorts.Group(c.QueryParam("group")), c.QueryParam("language")
	q.Attribute, q.Value = c.QueryParam("attribute"), strings.TrimSpace(c.QueryParam("value"))
	q.Cohort, q.State = c.QueryParam("cohort"), cohorts.State(c.QueryParam("state"))
	return searchable(c.Request().Context(), q)
}

// offerFilters fills the filter row with what there is to choose from.
func (s *Participants) offerFilters(ctx context.Context, v *ParticipantsPage, q cohorts.ParticipantQuery) error {
	names, err := s.Cohorts.AttributeNames(ctx)
	if err != nil {
		return err
	}
	all, err := s.Cohorts.Cohorts(ctx)
	if err != nil {
		return err
	}
	v.Groups = append(anyOption(v.Page, "participants.all_groups", q.Group == ""), v.GroupOptions(q.Group)...)
	v.Speaks = append(anyOption(v.Page, "participants.all_languages", q.Language == ""), languageOptions(v.Page, q.Language)...)
	v.Attributes = append(anyOption(v.Page, "participants.any_attribute", q.Attribute == ""), attributeOptions(names, q.Attribute)...)
	v.Cohorts = anyOption(v.Page, "participants.any_cohort", q.Cohort == "")
	for _, cohort := range all {
		v.Cohorts = append(v.Cohorts, page.Option{Value: cohort.ID, Text: cohort.Name.In(v.Lang()), Chosen: q.Cohort == cohort.ID})
	}
	v.States = anyOption(v.Page, "participants.any_state", q.State == "")
	for _, state := range cohorts.States() {
		v.States = append(v.States, page.Option{Value: string(state), Text: v.T("state." + string(state)), Chosen: q.State == state})
	}
	return nil
}
