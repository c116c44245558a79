package web

import (
	"context"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/web/texts"
)

func (s *Server) listParticipants(c echo.Context) error { return s.show(c, s.participantsPage) }

func (s *Server) participantsPage(c echo.Context, page Page) (View, error) {
	ctx, q := c.Request().Context(), askedParticipants(c)
	v := ParticipantsPage{Page: page, Query: c.QueryParam("q"), Value: q.Value, CSV: "/participants.csv?" + c.QueryString()}
	if err := s.offerFilters(ctx, &v, q); err != nil {
		return nil, err
	}
	q.After, q.Limit = c.QueryParam("after"), listLength
	found, err := s.Cohorts.Participants(ctx, q)
	if err != nil {
		return nil, err
	}
	for _, p := range found.Items {
		v.Rows = append(v.Rows, ParticipantRow{
			Ref: p.Ref, Href: participantHref(p.Ref), Name: p.Name, Group: page.T("group." + string(p.Group)),
			Email: p.Email, Phone: p.Phone, Language: languageName(page, p.Language),
		})
	}
	v.Pager = v.pager(c, found.Next)
	return v, nil
}

// askedParticipants reads what an address asks for: ?q= with the filters, of the page, the export and the API alike.
func askedParticipants(c echo.Context) cohorts.ParticipantQuery {
	q := cohorts.SearchParticipants(c.QueryParam("q"))
	q.Group, q.Language = cohorts.Group(c.QueryParam("group")), c.QueryParam("language")
	q.Attribute, q.Value = c.QueryParam("attribute"), strings.TrimSpace(c.QueryParam("value"))
	q.Cohort, q.State = c.QueryParam("cohort"), cohorts.State(c.QueryParam("state"))
	return q
}

// offerFilters puts into the filter row what there is to choose from.
func (s *Server) offerFilters(ctx context.Context, v *ParticipantsPage, q cohorts.ParticipantQuery) error {
	any := func(text string, chosen bool) []Option { return []Option{{"", v.T(text), chosen}} }
	v.Groups = append(any("participants.all_groups", q.Group == ""), groupOptions(v.Page, q.Group)...)
	v.Speaks = any("participants.all_languages", q.Language == "")
	for _, code := range texts.Languages() {
		v.Speaks = append(v.Speaks, Option{code, languageName(v.Page, code), q.Language == code})
	}
	names, err := s.Cohorts.AttributeNames(ctx)
	if err != nil {
		return err
	}
	v.Attributes = any("participants.any_attribute", q.Attribute == "")
	for _, name := range names {
		v.Attributes = append(v.Attributes, Option{name, name, q.Attribute == name})
	}
	all, err := s.Cohorts.Cohorts(ctx)
	if err != nil {
		return err
	}
	v.Cohorts = any("participants.any_cohort", q.Cohort == "")
	for _, cohort := range all {
		v.Cohorts = append(v.Cohorts, Option{cohort.ID, cohort.Name, q.Cohort == cohort.ID})
	}
	v.States = any("participants.any_state", q.State == "")
	for _, state := range cohorts.States() {
		v.States = append(v.States, Option{string(state), v.T("state." + string(state)), q.State == state})
	}
	return nil
}

func participantHref(ref string) string { return "/participants/" + url.PathEscape(ref) }

// groupOptions offers the stakeholder groups.
func groupOptions(page Page, chosen cohorts.Group) []Option {
	var options []Option
	for _, g := range cohorts.Groups() {
		options = append(options, Option{string(g), page.T("group." + string(g)), g == chosen})
	}
	return options
}

func languageName(page Page, code string) string {
	if !slices.Contains(texts.Languages(), code) {
		return page.T("language.unknown")
	}
	return page.T("language." + code)
}

func languageOptions(page Page) []Option {
	options := []Option{{"", page.T("language.unknown"), false}}
	for _, code := range texts.Languages() {
		options = append(options, Option{code, languageName(page, code), false})
	}
	return options
}

func (s *Server) showParticipant(c echo.Context) error { return s.show(c, s.participantPage) }

// participantPage shows who somebody is, what they take part in and what they were asked; never what they answered.
func (s *Server) participantPage(c echo.Context, page Page) (View, error) {
	ctx := c.Request().Context()
	p, err := s.Cohorts.Participant(ctx, c.Param("ref"))
	if err != nil {
		return nil, err
	}
	if !page.Form.Values.Has("group") { // what was typed last was another form of the page
		typed := page.Form.Values
		page.Form.Values = participantValues(p)
		maps.Copy(page.Form.Values, typed)
	}
	v := participantForm(page, p.Attributes)
	v.Ref, v.Called = p.Ref, p.Called()
	all, err := s.Cohorts.Cohorts(ctx)
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, cohort := range all {
		names[cohort.ID] = cohort.Name
	}
	memberships, err := s.Cohorts.MembershipsOf(ctx, p.Ref)
	if err != nil {
		return nil, err
	}
	for _, m := range memberships {
		v.Memberships = append(v.Memberships, MemberRow{
			Ref: m.Ref, Name: names[m.Cohort], Href: "/cohorts/" + m.Cohort, State: page.memberBadge(m.State), Since: page.date(m.Since),
		})
	}
	if v.Sees, err = s.sees(ctx, page, p.Ref); err != nil {
		return nil, err
	}
	var history []happened
	if v.Invitations, history, err = s.asked(ctx, page, p.Ref, names); err != nil {
		return nil, err
	}
	if v.Channels, err = s.channelsOf(ctx, page, p.Ref); err != nil {
		return nil, err
	}
	v.History, err = s.participantHistory(ctx, page, p.Ref, names, history)
	return v, err
}

// participantForm is the form of a participant, new or not.
func participantForm(page Page, attributes map[string]string) ParticipantPage {
	v := ParticipantPage{
		Page: page, Groups: groupOptions(page, ""), Speaks: languageOptions(page),
	}
	for name := range attributes {
		v.Attributes = append(v.Attributes, name)
	}
	slices.Sort(v.Attributes)
	return v
}

func (s *Server) newParticipant(c echo.Context) error { return s.show(c, newParticipantPage) }

func newParticipantPage(_ echo.Context, page Page) (View, error) {
	v := participantForm(page, nil)
	v.New = true
	return v, nil
}

func (s *Server) addParticipant(c echo.Context) error {
	p, err := s.Cohorts.CreateParticipant(c.Request().Context(), typedParticipant(c, c.FormValue("ref")))
	if err != nil {
		return s.again(c, "/participants/new", renamedAttributes(c, err), newParticipantPage)
	}
	return s.done(c, participantHref(p.Ref), "flash.participant_added")
}

func (s *Server) saveParticipant(c echo.Context) error {
	ref := c.Param("ref")
	if _, err := s.Cohorts.Participant(c.Request().Context(), ref); err != nil {
		return err
	}
	if _, err := s.Cohorts.SaveParticipant(c.Request().Context(), typedParticipant(c, ref)); err != nil {
		return s.again(c, participantHref(ref), renamedAttributes(c, err), s.participantPage)
	}
	return s.done(c, participantHref(ref), "flash.participant_saved")
}

// removeParticipant removes somebody for good, if their name or ref was typed.
func (s *Server) removeParticipant(c echo.Context) error {
	ctx := c.Request().Context()
	p, err := s.Cohorts.Participant(ctx, c.Param("ref"))
	if err != nil {
		return err
	}
	if typed := strings.TrimSpace(c.FormValue("confirm")); typed != p.Ref && (p.Name == "" || !strings.EqualFold(typed, p.Name)) {
		return s.again(c, participantHref(p.Ref), invalid("confirm", "participants.remove_other", "Who", p.Called()), s.participantPage)
	}
	if err := s.Cohorts.RemoveParticipant(ctx, p.Ref); err != nil {
		return err
	}
	return s.done(c, "/participants", "flash.participant_removed")
}
