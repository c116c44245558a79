package people

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/contact"
	"soundings/surveys"
	"soundings/web/page"
)

// happened is one thing that happened to a participant.
type happened struct {
	at        time.Time
	what, who string
}

// asked returns what a participant was asked, on a consent page or in a survey or poll: as rows, and as what happened. Whether
// and when somebody answered is told to those who may read answers: beside the figures of before and after, a moment would
// say what.
func (s *Participants) asked(ctx context.Context, frame page.Page, ref string, names map[string]string) ([]invitationRow, []happened, error) {
	all, err := s.Contact.InvitationsOf(ctx, ref)
	if err != nil {
		return nil, nil, err
	}
	asked, err := s.surveysByID(ctx)
	if err != nil {
		return nil, nil, err
	}
	polled, err := s.pollTitles(ctx, frame)
	if err != nil {
		return nil, nil, err
	}
	var rows []invitationRow
	var history []happened
	for _, i := range all {
		var what page.Link
		switch i.Kind {
		case contact.ForConsent:
			what = page.Link{Text: frame.T("participants.consent_to", "Cohort", names[i.Subject]), Href: "/cohorts/" + i.Subject}
		case contact.ForSurvey:
			what = page.Link{Text: asked[i.Subject].Title.In(frame.Lang()), Href: "/surveys/" + i.Subject}
		case contact.ForPoll:
			what = page.Link{Text: polled[i.Subject], Href: page.PollHref(i.Subject)}
		case contact.ForAnnouncement:
			what = page.Link{Text: frame.T("outbox.about_announcement", "Announcement", i.Subject), Href: page.AskedHref(i.Kind, i.Subject)}
		default:
			continue
		}
		begun, ended := "history.asked", "history.answered"
		if !i.Kind.Asks() {
			begun, ended = "history.told", "history.read"
		}
		history = append(history, happened{at: i.Created, what: frame.T(begun, "What", what.Text)})
		if !frame.Writes() && i.Kind != contact.ForConsent {
			rows = append(rows, invitationRow{What: what, State: page.Badge{Text: frame.T("invitation.asked"), Look: "waiting"}, Since: frame.Day(i.Created)})
			continue
		}
		row := newInvitationRow(frame, i, what)
		if frame.Writes() {
			row.Sheet, row.Enter = onPaper(i, asked[i.Subject], s.Contact.Now())
			if _, err := s.renewable(ctx, frame, i); err == nil && !i.Past(s.Contact.Now()) {
				row.Renew = page.ParticipantHref(ref) + "/links/" + i.ID
			}
		}
		rows = append(rows, row)
		if !i.Opened.IsZero() {
			history = append(history, happened{at: i.Opened, what: frame.T("history.opened", "What", what.Text)})
		}
		if i.State == contact.Completed && i.Kind != contact.ForConsent { // consent has facts of its own
			history = append(history, happened{at: i.Completed, what: frame.T(ended, "What", what.Text)})
		}
	}
	return rows, history, nil
}

// surveysByID returns every survey by its id.
func (s *Participants) surveysByID(ctx context.Context) (map[string]surveys.Survey, error) {
	all, err := s.Surveys.Surveys(ctx)
	if err != nil {
		return nil, err
	}
	byID := make(map[string]surveys.Survey, len(all))
	for _, v := range all {
		byID[v.ID] = v
	}
	return byID, nil
}

// onPaper returns where what somebody is asked is printed, and where staff enter what they answered; empty where that can not be.
func onPaper(i contact.Invitation, v surveys.Survey, now time.Time) (sheet, enter string) {
	of := "?" + url.Values{"ref": {i.Ref}}.Encode()
	switch {
	case !i.Open(now):
	case i.Kind == contact.ForConsent:
		sheet = "/cohorts/" + i.Subject + "/paper" + of
	case i.Kind == contact.ForSurvey && !v.Anonymous && v.State == surveys.Open:
		sheet, enter = "/surveys/"+v.ID+"/paper"+of, page.EnterHref(v.ID, i.Ref, string(surveys.Paper))
	}
	return sheet, enter
}

func (s *Participants) pollTitles(ctx context.Context, frame page.Page) (map[string]string, error) {
	all, err := s.Polls.Polls(ctx)
	if err != nil {
		return nil, err
	}
	titles := make(map[string]string, len(all))
	for _, p := range all {
		titles[p.ID] = p.Title.In(frame.Lang())
	}
	return titles, nil
}

func newInvitationRow(frame page.Page, i contact.Invitation, what page.Link) invitationRow {
	since := i.Created
	switch i.State {
	case contact.Completed:
		since = i.Completed
	case contact.Started:
		since = i.Started
	case contact.Expired:
		since = i.LastDay()
	}
	return invitationRow{ID: i.ID, What: what, State: frame.InvitationBadge(i.State), Since: frame.Day(since)}
}

// participantHistory returns all that happened to a participant, the latest first: how their memberships came to their states,
// by whom and how, and what they were asked.
func (s *Participants) participantHistory(ctx context.Context, frame page.Page, ref string, names map[string]string, asked []happened) ([]page.Happening, error) {
	changes, err := s.Cohorts.History(ctx, ref)
	if err != nil {
		return nil, err
	}
	who, _, err := s.Actors(ctx, frame)
	if err != nil {
		return nil, err
	}
	all := asked
	for _, h := range changes {
		all = append(all, happened{h.At, consentChange(frame, h, names[h.Cohort]), who(h.By)})
	}
	slices.SortStableFunc(all, func(a, b happened) int { return b.at.Compare(a.at) })
	lines := make([]page.Happening, len(all))
	for i, h := range all {
		lines[i] = page.Happening{At: frame.Time(h.at), What: h.what, Who: h.who}
	}
	return lines, nil
}

// consentChange says one change of a membership; of a yes also the words, the language and the channel.
func consentChange(frame page.Page, h cohorts.Consent, cohort string) string {
	what := frame.T("history.consent", "Cohort", cohort, "State", frame.T("state."+string(h.To)))
	if h.To == cohorts.Agreed {
		language := page.LanguageName(frame, h.Language)
		what = frame.T("history.agreed", "Cohort", cohort, "Wording", wordingName(frame, h.Wording), "Language", language)
	}
	if h.To != cohorts.Selected && h.To != cohorts.Invited {
		what += " · " + frame.T("channel."+h.Channel)
	}
	return what
}

// channelsOf says by which channels a participant wants to be asked.
func (s *Participants) channelsOf(ctx context.Context, frame page.Page, ref string) (string, error) {
	chosen, err := s.Contact.ChoicesOf(ctx, ref)
	if err != nil {
		return "", err
	}
	var names []string
	for name, wanted := range map[string]bool{"choices.mail": chosen.Mail, "choices.text": chosen.Message, "choices.letter": chosen.Letter} {
		if wanted {
			names = append(names, frame.T(name))
		}
	}
	if len(names) == 0 {
		names = append(names, frame.T("participants.no_channel"))
	}
	slices.Sort(names)
	return strings.Join(names, ", "), nil
}

// wordingName names a version of the consent wording.
func wordingName(frame page.Page, number int) string {
	if number == 0 {
		return frame.T("wording.standard")
	}
	return frame.T("wording.own", "Number", number)
}
