package web

import (
	"context"
	"slices"
	"strings"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/contact"
)

// happened is one thing that happened to a participant.
type happened struct {
	at        time.Time
	what, who string
}

// asked is what a participant was asked: by whose consent page, survey or poll.
func (s *Server) asked(ctx context.Context, page Page, ref string, names map[string]string) ([]InvitationRow, []happened, error) {
	all, err := s.Contact.InvitationsOf(ctx, ref)
	if err != nil {
		return nil, nil, err
	}
	titles, err := s.surveyTitles(ctx, page)
	if err != nil {
		return nil, nil, err
	}
	polled, err := s.pollTitles(ctx, page)
	if err != nil {
		return nil, nil, err
	}
	var rows []InvitationRow
	var history []happened
	for _, i := range all {
		var what Link
		switch i.Kind {
		case contact.ForConsent:
			what = Link{page.T("participants.consent_to", "Cohort", names[i.Subject]), "/cohorts/" + i.Subject}
		case contact.ForSurvey:
			what = Link{titles[i.Subject], "/surveys/" + i.Subject}
		case contact.ForPoll:
			what = Link{polled[i.Subject], pollHref(i.Subject)}
		default:
			continue
		}
		rows = append(rows, invitationRow(page, i, what))
		history = append(history, happened{at: i.Created, what: page.T("history.asked", "What", what.Text)})
		if i.State == contact.Completed && i.Kind != contact.ForConsent { // consent has facts of its own
			history = append(history, happened{at: i.Completed, what: page.T("history.answered", "What", what.Text)})
		}
	}
	return rows, history, nil
}

func (s *Server) surveyTitles(ctx context.Context, page Page) (map[string]string, error) {
	all, err := s.Surveys.Surveys(ctx)
	titles := make(map[string]string, len(all))
	for _, v := range all {
		titles[v.ID] = v.Title.In(page.Lang())
	}
	return titles, err
}

func (s *Server) pollTitles(ctx context.Context, page Page) (map[string]string, error) {
	all, err := s.Polls.Polls(ctx)
	titles := make(map[string]string, len(all))
	for _, p := range all {
		titles[p.ID] = p.Title.In(page.Lang())
	}
	return titles, err
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

// participantHistory says all that happened to a participant: how their memberships came to their states, by whom and how,
// and what they were asked; the latest first.
func (s *Server) participantHistory(ctx context.Context, page Page, ref string, names map[string]string, asked []happened) ([]Happening, error) {
	changes, err := s.Cohorts.History(ctx, ref)
	if err != nil {
		return nil, err
	}
	who, err := s.actors(ctx, page)
	if err != nil {
		return nil, err
	}
	all := asked
	for _, h := range changes {
		all = append(all, happened{h.At, consentChange(page, h, names[h.Cohort]), who(h.By)})
	}
	slices.SortStableFunc(all, func(a, b happened) int { return b.at.Compare(a.at) })
	lines := make([]Happening, len(all))
	for i, h := range all {
		lines[i] = Happening{At: page.dateTime(h.at), What: h.what, Who: h.who}
	}
	return lines, nil
}

// consentChange says one change of a membership: where a person was asked, also by which words, in which language and how.
func consentChange(page Page, h cohorts.Consent, cohort string) string {
	what := page.T("history.consent", "Cohort", cohort, "State", page.T("state."+string(h.To)))
	if h.To == cohorts.Agreed {
		language := languageName(page, h.Language)
		what = page.T("history.agreed", "Cohort", cohort, "Wording", wordingName(page, h.Wording), "Language", language)
	}
	if h.To != cohorts.Selected && h.To != cohorts.Invited {
		what += " · " + page.T("channel."+h.Channel)
	}
	return what
}

// channelsOf says by which channels a participant wants to be asked.
func (s *Server) channelsOf(ctx context.Context, page Page, ref string) (string, error) {
	chosen, err := s.Contact.ChoicesOf(ctx, ref)
	if err != nil {
		return "", err
	}
	var names []string
	for name, wanted := range map[string]bool{"choices.mail": chosen.Mail, "choices.text": chosen.Message, "choices.letter": chosen.Letter} {
		if wanted {
			names = append(names, page.T(name))
		}
	}
	if len(names) == 0 {
		names = append(names, page.T("participants.no_channel"))
	}
	slices.Sort(names)
	return strings.Join(names, ", "), nil
}

// wordingName names a version of the consent wording.
func wordingName(page Page, number int) string {
	if number == 0 {
		return page.T("wording.standard")
	}
	return page.T("wording.own", "Number", number)
}
