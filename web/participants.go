package web

import (
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/web/texts"
)

func (s *Server) listParticipants(c echo.Context) error { return s.show(c, s.participantsPage) }

func (s *Server) participantsPage(c echo.Context, page Page) (View, error) {
	group := cohorts.Group(c.QueryParam("group"))
	v := ParticipantsPage{Page: page, Query: c.QueryParam("q")}
	v.Groups = append([]Option{{"", page.T("participants.all_groups"), group == ""}}, groupOptions(page, group)...)
	q := cohorts.SearchParticipants(v.Query)
	q.Group, q.After, q.Limit = group, c.QueryParam("after"), listLength
	if v.Query != "" && group != "" {
		q.Limit = 1000 // what a search finds is narrowed here
	}
	found, err := s.Cohorts.Participants(c.Request().Context(), q)
	if err != nil {
		return nil, err
	}
	for _, p := range found.Items {
		if group != "" && p.Group != group {
			continue
		}
		v.Rows = append(v.Rows, ParticipantRow{
			Ref: p.Ref, Href: participantHref(p.Ref), Name: p.Name, Group: page.T("group." + string(p.Group)),
			Email: p.Email, Phone: p.Phone, Language: languageName(page, p.Language),
		})
	}
	v.Pager = v.pager(c, found.Next)
	return v, nil
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
	if page.Form.Values == nil {
		page.Form.Values = participantValues(p)
	}
	v := participantForm(page, p.Attributes)
	v.Ref = p.Ref
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
	if v.Invitations, err = s.askedOf(ctx, page, p.Ref, memberships, names); err != nil {
		return nil, err
	}
	v.History, err = s.consentHistory(ctx, page, p.Ref, names)
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
	p, err := s.Cohorts.AddParticipant(c.Request().Context(), typedParticipant(c, c.FormValue("ref")))
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
	if _, err := s.Cohorts.PutParticipant(c.Request().Context(), typedParticipant(c, ref)); err != nil {
		return s.again(c, participantHref(ref), renamedAttributes(c, err), s.participantPage)
	}
	return s.done(c, participantHref(ref), "flash.participant_saved")
}
