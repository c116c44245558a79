package people

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/web/page"
	"soundings/web/texts"
)

func (s *Participants) ListParticipants(c echo.Context) error { return s.Show(c, s.participantsPage) }

func (s *Participants) participantsPage(c echo.Context, frame page.Page) (page.View, error) {
	ctx, q := c.Request().Context(), askedParticipants(c)
	v := ParticipantsPage{Page: frame, Query: c.QueryParam("q"), Value: q.Value, CSV: "/participants.csv?" + c.QueryString()}
	if err := s.offerFilters(ctx, &v, q); err != nil {
		return nil, err
	}
	q.After, q.Limit = c.QueryParam("after"), page.ListLength
	found, err := s.Cohorts.Participants(ctx, q)
	if err != nil {
		return nil, err
	}
	for _, p := range found.Items {
		v.Rows = append(v.Rows, ParticipantRow{
			Ref: p.Ref, Href: page.ParticipantHref(p.Ref), Name: p.Name, Group: frame.T("group." + string(p.Group)),
			Email: p.Email, Phone: p.Phone, Language: page.LanguageName(frame, p.Language),
		})
	}
	v.Pager = v.PagerOf(c, found.Next)
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
func (s *Participants) offerFilters(ctx context.Context, v *ParticipantsPage, q cohorts.ParticipantQuery) error {
	any := func(text string, chosen bool) []page.Option {
		return []page.Option{{Value: "", Text: v.T(text), Chosen: chosen}}
	}
	v.Groups = append(any("participants.all_groups", q.Group == ""), groupOptions(v.Page, q.Group)...)
	v.Speaks = any("participants.all_languages", q.Language == "")
	for _, code := range texts.Languages() {
		v.Speaks = append(v.Speaks, page.Option{Value: code, Text: page.LanguageName(v.Page, code), Chosen: q.Language == code})
	}
	names, err := s.Cohorts.AttributeNames(ctx)
	if err != nil {
		return err
	}
	v.Attributes = any("participants.any_attribute", q.Attribute == "")
	for _, name := range names {
		v.Attributes = append(v.Attributes, page.Option{Value: name, Text: name, Chosen: q.Attribute == name})
	}
	all, err := s.Cohorts.Cohorts(ctx)
	if err != nil {
		return err
	}
	v.Cohorts = any("participants.any_cohort", q.Cohort == "")
	for _, cohort := range all {
		v.Cohorts = append(v.Cohorts, page.Option{Value: cohort.ID, Text: cohort.Name, Chosen: q.Cohort == cohort.ID})
	}
	v.States = any("participants.any_state", q.State == "")
	for _, state := range cohorts.States() {
		v.States = append(v.States, page.Option{Value: string(state), Text: v.T("state." + string(state)), Chosen: q.State == state})
	}
	return nil
}

// groupOptions offers the stakeholder groups.
func groupOptions(frame page.Page, chosen cohorts.Group) []page.Option {
	var options []page.Option
	for _, g := range cohorts.Groups() {
		options = append(options, page.Option{Value: string(g), Text: frame.T("group." + string(g)), Chosen: g == chosen})
	}
	return options
}

func languageOptions(frame page.Page) []page.Option {
	options := []page.Option{{Value: "", Text: frame.T("language.unknown"), Chosen: false}}
	for _, code := range texts.Languages() {
		options = append(options, page.Option{Value: code, Text: page.LanguageName(frame, code), Chosen: false})
	}
	return options
}

func (s *Participants) ShowParticipant(c echo.Context) error { return s.Show(c, s.participantPage) }

// participantPage shows who somebody is, what they take part in and what they were asked; never what they answered.
func (s *Participants) participantPage(c echo.Context, frame page.Page) (page.View, error) {
	ctx := c.Request().Context()
	p, err := s.Cohorts.Participant(ctx, c.Param("ref"))
	if err != nil {
		return nil, err
	}
	if !frame.Form.Values.Has("group") { // what was typed last was another form of the page
		typed := frame.Form.Values
		frame.Form.Values = participantValues(p)
		maps.Copy(frame.Form.Values, typed)
	}
	v := participantForm(frame, p.Attributes)
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
			Ref: m.Ref, Name: names[m.Cohort], Href: "/cohorts/" + m.Cohort, State: frame.MemberBadge(m.State), Since: frame.Day(m.Since),
		})
	}
	if v.Sees, err = s.sees(ctx, frame, p.Ref); err != nil {
		return nil, err
	}
	var history []happened
	if v.Invitations, history, err = s.asked(ctx, frame, p.Ref, names); err != nil {
		return nil, err
	}
	if v.Channels, err = s.channelsOf(ctx, frame, p.Ref); err != nil {
		return nil, err
	}
	v.History, err = s.participantHistory(ctx, frame, p.Ref, names, history)
	return v, err
}

// participantForm is the form of a participant, new or not.
func participantForm(frame page.Page, attributes map[string]string) ParticipantPage {
	v := ParticipantPage{
		Page: frame, Groups: groupOptions(frame, ""), Speaks: languageOptions(frame),
	}
	for name := range attributes {
		v.Attributes = append(v.Attributes, name)
	}
	slices.Sort(v.Attributes)
	return v
}

func (s *Participants) NewParticipant(c echo.Context) error { return s.Show(c, newParticipantPage) }

func newParticipantPage(_ echo.Context, frame page.Page) (page.View, error) {
	v := participantForm(frame, nil)
	v.New = true
	return v, nil
}

func (s *Participants) AddParticipant(c echo.Context) error {
	p, err := s.Cohorts.CreateParticipant(c.Request().Context(), typedParticipant(c, c.FormValue("ref")))
	if err != nil {
		return s.Again(c, "/participants/new", renamedAttributes(c, err), newParticipantPage)
	}
	return s.Done(c, page.ParticipantHref(p.Ref), "flash.participant_added")
}

func (s *Participants) SaveParticipant(c echo.Context) error {
	ref := c.Param("ref")
	if _, err := s.Cohorts.Participant(c.Request().Context(), ref); err != nil {
		return err
	}
	if _, err := s.Cohorts.SaveParticipant(c.Request().Context(), typedParticipant(c, ref)); err != nil {
		return s.Again(c, page.ParticipantHref(ref), renamedAttributes(c, err), s.participantPage)
	}
	return s.Done(c, page.ParticipantHref(ref), "flash.participant_saved")
}

// RemoveParticipant removes somebody for good, if their name or ref was typed.
func (s *Participants) RemoveParticipant(c echo.Context) error {
	ctx := c.Request().Context()
	p, err := s.Cohorts.Participant(ctx, c.Param("ref"))
	if err != nil {
		return err
	}
	if typed := strings.TrimSpace(c.FormValue("confirm")); typed != p.Ref && (p.Name == "" || !strings.EqualFold(typed, p.Name)) {
		return s.Again(c, page.ParticipantHref(p.Ref), page.Invalid("confirm", "participants.remove_other", "Who", p.Called()), s.participantPage)
	}
	if err := s.Cohorts.RemoveParticipant(ctx, p.Ref); err != nil {
		return err
	}
	return s.Done(c, "/participants", "flash.participant_removed")
}
