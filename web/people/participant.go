package people

import (
	"context"
	"maps"
	"slices"

	"github.com/labstack/echo/v4"

	"soundings/web/page"
)

// ParticipantPage shows one participant and takes changes. Fields: "ref" (only when New), "group", "name", "email",
// "phone", "address.street", "address.city", "address.region", "address.postcode", "best_time", "language", "proxy", "minor", "attributes[NAME]" for each attribute, "attributes" and "attributes.value" for the
// name and the value of one more. Another form removes the person for good, field "confirm".
type ParticipantPage struct {
	page.Page
	New         bool
	Ref         string
	Called      string // the name, else the ref
	Groups      []page.Option
	Speaks      []page.Option
	Hours       []page.Option
	Attributes  []string // names, in order
	Memberships []memberRow
	Invitations []invitationRow
	Messages    []messageRow  // that they got or will get, the latest first; of those who may read answers
	AnswersOf   []page.Option // whose answers can be taken out: all, or those of a cohort
	Channels    string        // by which they want to be asked
	Broken      []string      // what is wrong with their addresses, each a sentence
	Sees        []seesRow
	History     []page.Happening
}

// Template returns the page's template.
func (ParticipantPage) Template() string { return "people/participant" }

// invitationRow is one thing that a participant was asked.
type invitationRow struct {
	ID    string
	What  page.Link
	State page.Badge
	Since string
	Sheet string // where it is printed to be answered on paper; empty: it is not
	Renew string // where a lost link is made anew; empty: it is not here
	Enter string // where staff enter what they answered on paper or by telephone; empty: that can not be
}

// ShowParticipant shows one participant.
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
		frame.Form.Values = participantValues(reachable(ctx, p))
		maps.Copy(frame.Form.Values, typed)
	}
	v := participantForm(frame, p.Attributes)
	v.Ref, v.Called = p.Ref, p.Called()
	names, err := s.cohortNames(ctx, frame.Lang())
	if err != nil {
		return nil, err
	}
	if v.Memberships, err = s.memberships(ctx, frame, p.Ref, names); err != nil {
		return nil, err
	}
	v.AnswersOf = answersOf(frame, v.Memberships)
	if v.Sees, err = s.sees(ctx, frame, p.Ref); err != nil {
		return nil, err
	}
	var asked []happened
	if v.Invitations, asked, err = s.asked(ctx, frame, p.Ref, names); err != nil {
		return nil, err
	}
	if v.Messages, err = s.messages(ctx, frame, p.Ref, v.Invitations); err != nil {
		return nil, err
	}
	if v.Broken, err = s.broken(ctx, frame, p); err != nil {
		return nil, err
	}
	if v.Channels, err = s.channelsOf(ctx, frame, p.Ref); err != nil {
		return nil, err
	}
	v.History, err = s.participantHistory(ctx, frame, p.Ref, names, asked)
	return v, err
}

// cohortNames returns the names of all cohorts by id, in a language.
func (s *Participants) cohortNames(ctx context.Context, language string) (map[string]string, error) {
	all, err := s.Cohorts.Cohorts(ctx)
	if err != nil {
		return nil, err
	}
	names := make(map[string]string, len(all))
	for _, cohort := range all {
		names[cohort.ID] = cohort.Name.In(language)
	}
	return names, nil
}

// memberships lists what a participant takes part in.
func (s *Participants) memberships(ctx context.Context, frame page.Page, ref string, names map[string]string) ([]memberRow, error) {
	all, err := s.Cohorts.MembershipsOf(ctx, ref)
	if err != nil {
		return nil, err
	}
	var rows []memberRow
	for _, m := range all {
		rows = append(rows, memberRow{
			Ref: m.Ref, Name: names[m.Cohort], Href: "/cohorts/" + m.Cohort, State: frame.MemberBadge(m.State), Since: frame.Day(m.Since),
		})
	}
	return rows, nil
}

// participantForm is the form of a participant, new or not.
func participantForm(frame page.Page, attributes map[string]string) ParticipantPage {
	return ParticipantPage{
		Page: frame, Groups: frame.GroupOptions(""), Attributes: slices.Sorted(maps.Keys(attributes)),
		Speaks: append(anyOption(frame, "language.unknown", false), languageOptions(frame, "")...), Hours: hoursOptions(frame),
	}
}

// NewParticipant shows the empty form of a participant.
func (s *Participants) NewParticipant(c echo.Context) error { return s.Show(c, newParticipantPage) }

func newParticipantPage(_ echo.Context, frame page.Page) (page.View, error) {
	v := participantForm(frame, nil)
	v.New = true
	return v, nil
}

// AddParticipant adds a participant.
func (s *Participants) AddParticipant(c echo.Context) error {
	p, err := s.Cohorts.CreateParticipant(c.Request().Context(), typedParticipant(c, c.FormValue("ref")))
	if err != nil {
		return s.Again(c, "/participants/new", namingAttribute(c, err), newParticipantPage)
	}
	return s.Done(c, page.ParticipantHref(p.Ref), "flash.participant_added")
}

// SaveParticipant replaces what is known of a participant.
func (s *Participants) SaveParticipant(c echo.Context) error {
	ref := c.Param("ref")
	if _, err := s.Cohorts.Participant(c.Request().Context(), ref); err != nil { // to save would add an unknown one
		return err
	}
	if _, err := s.Cohorts.SaveParticipant(c.Request().Context(), typedParticipant(c, ref)); err != nil {
		return s.Again(c, page.ParticipantHref(ref), namingAttribute(c, err), s.participantPage)
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
	if !confirms(p, c.FormValue("confirm")) {
		return s.Again(c, page.ParticipantHref(p.Ref), page.Invalid("confirm", "participants.remove_other", "Who", p.Called()), s.participantPage)
	}
	if err := s.Cohorts.RemoveParticipant(ctx, p.Ref); err != nil {
		return err
	}
	return s.Done(c, "/participants", "flash.participant_removed")
}
