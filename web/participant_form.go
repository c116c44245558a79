package web

import (
	"context"
	"errors"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/contact"
	"soundings/surveys"
)

// attributeField begins the name of the field of each attribute.
const attributeField = "attribute."

// participantValues answers what stands in the form of a participant.
func participantValues(p cohorts.Participant) url.Values {
	values := url.Values{
		"group": {string(p.Group)}, "name": {p.Name}, "email": {p.Email}, "phone": {p.Phone}, "language": {p.Language},
	}
	for name, value := range p.Attributes {
		values.Set(attributeField+name, value)
	}
	return values
}

// typedParticipant reads the form of a participant.
func typedParticipant(c echo.Context, ref string) cohorts.Participant {
	p := cohorts.Participant{
		Ref: strings.TrimSpace(ref), Group: cohorts.Group(c.FormValue("group")), Name: c.FormValue("name"), Email: c.FormValue("email"),
		Phone: c.FormValue("phone"), Language: c.FormValue("language"), Attributes: map[string]string{},
	}
	for field := range c.Request().Form {
		if name, ok := strings.CutPrefix(field, attributeField); ok {
			p.Attributes[name] = c.FormValue(field)
		}
	}
	if name, value := c.FormValue("attribute_name"), c.FormValue("attribute_value"); name != "" || value != "" {
		p.Attributes[name] = value
	}
	return p
}

// renamedAttributes gives the refusal of an attribute, "attributes[site]", the name of its field in the form.
func renamedAttributes(c echo.Context, err error) error {
	var refusal *cohorts.Error
	if !errors.As(err, &refusal) {
		return err
	}
	names := map[string]string{}
	for _, f := range refusal.Fields {
		attribute, ok := strings.CutPrefix(f.Name, "attributes")
		if !ok {
			continue
		}
		name := attributeField + strings.Trim(attribute, "[]")
		if !c.Request().Form.Has(name) {
			name = "attribute_name"
		}
		names[f.Name] = name
	}
	return renamed(err, names)
}

// askedOf lists what a participant was asked: to agree to their cohorts, and the surveys.
func (s *Server) askedOf(ctx context.Context, page Page, ref string, memberships []cohorts.Membership, names map[string]string) ([]InvitationRow, error) {
	inCohorts := make([]string, len(memberships))
	for i, m := range memberships {
		inCohorts[i] = m.Cohort
	}
	consents, err := s.Contact.AskedOf(ctx, ref, contact.ForConsent, inCohorts...)
	if err != nil {
		return nil, err
	}
	all, err := s.Surveys.Surveys(ctx)
	if err != nil {
		return nil, err
	}
	titles := map[string]string{}
	var ids []string
	for _, v := range all {
		if v.State != surveys.Draft {
			titles[v.ID], ids = v.Title.In(page.Lang()), append(ids, v.ID)
		}
	}
	asked, err := s.Contact.AskedOf(ctx, ref, contact.ForSurvey, ids...)
	if err != nil {
		return nil, err
	}
	var rows []InvitationRow
	for _, i := range consents {
		rows = append(rows, invitationRow(page, i, Link{page.T("participants.consent_to", "Cohort", names[i.Subject]), "/cohorts/" + i.Subject}))
	}
	for _, i := range asked {
		rows = append(rows, invitationRow(page, i, Link{titles[i.Subject], "/surveys/" + i.Subject}))
	}
	return rows, nil
}

func invitationRow(page Page, i contact.Invitation, what Link) InvitationRow {
	since := i.Created
	switch i.State {
	case contact.Completed:
		since = i.Completed
	case contact.Opened:
		since = i.Opened
	case contact.Expired:
		since = i.Expires
	}
	return InvitationRow{What: what, State: page.invitationBadge(i.State), Since: page.date(since)}
}

// consentHistory says how a participant's memberships came to their states, and by whom.
func (s *Server) consentHistory(ctx context.Context, page Page, ref string, names map[string]string) ([]Happening, error) {
	changes, err := s.Cohorts.History(ctx, ref)
	if err != nil {
		return nil, err
	}
	who, err := s.actors(ctx, page)
	if err != nil {
		return nil, err
	}
	var all []Happening
	for _, h := range changes {
		what := page.T("history.consent", "Cohort", names[h.Cohort], "State", page.T("state."+string(h.To)))
		if h.Channel == "link" && h.To == cohorts.Agreed {
			what = page.T("history.agreed", "Cohort", names[h.Cohort], "Wording", wordingName(page, h.Wording), "Language", languageName(page, h.Language))
		}
		all = append(all, Happening{At: page.dateTime(h.At), What: what, Who: who(h.By)})
	}
	return all, nil
}

// wordingName names a version of the consent wording.
func wordingName(page Page, number int) string {
	if number == 0 {
		return page.T("wording.standard")
	}
	return page.T("wording.own", "Number", number)
}
