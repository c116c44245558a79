package people

import (
	"maps"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/web/page"
	"soundings/web/texts"
)

// ParticipantPage shows one participant and takes changes. Fields: "ref" (only when New), "group", "name", "email",
// "phone", "language", "attribute.NAME" for each attribute, "attribute_name" and "attribute_value" for one more. Another form
// removes the person for good, field "confirm".
type ParticipantPage struct {
	page.Page
	New         bool
	Ref         string
	Called      string // the name, else the ref
	Groups      []page.Option
	Speaks      []page.Option
	Attributes  []string // names, in order
	Memberships []memberRow
	Invitations []invitationLine
	Channels    string // by which they want to be asked
	Sees        []seesRow
	History     []page.Happening
}

func (ParticipantPage) Template() string { return "people/participant" }

// invitationLine is one thing that a participant was asked.
type invitationLine struct {
	What  page.Link
	State page.Badge
	Since string
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
		v.Memberships = append(v.Memberships, memberRow{
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
