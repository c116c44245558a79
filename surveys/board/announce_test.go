package board_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/contact"
	"soundings/cohorts/rollout"
	"soundings/server/services/servicestest"
	"soundings/surveys/board"
)

// postbox is a mail server that keeps to whom and in which language it was handed mail.
type postbox struct {
	mu  sync.Mutex
	got []string
}

func (p *postbox) Pass(context.Context) error { return nil }
func (p *postbox) Workers() int               { return 3 }

func (p *postbox) Send(_ context.Context, m contact.Mail) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	name, _, _ := strings.Cut(m.Address, "@")
	p.got = append(p.got, strings.TrimSpace(fmt.Sprintf("%s %s %s", name, m.Language, m.Kind)))
	return nil
}

// taken returns what it was handed since it was asked last, sorted.
func (p *postbox) taken() string {
	all := p.got
	p.got = nil
	slices.Sort(all)
	return strings.Join(all, ", ")
}

// telling is a clinic with a card that is done: P-0001 reported it, P-0002 and S-0001 joined, and half of the patients see what
// it is about.
type telling struct {
	*clinic
	post *postbox
	bump board.Bump
	by   map[string]board.Report
}

func (c *clinic) telling(t *testing.T) *telling {
	t.Helper()
	w := &telling{clinic: c, post: &postbox{}, by: map[string]board.Report{}}
	c.Outbox.Post = w.post
	c.People(t, cohorts.Staff, "S-0002", "S-0003")
	for n, ref := range append(servicestest.Refs(12), "S-0001", "S-0002", "S-0003") {
		p := must(c.Cohorts.Participant(c.ctx, ref))
		switch {
		case ref == "P-0004":
			p.Phone = "615-555-0134"
		case ref == "P-0006":
			p.Address = cohorts.Address{Street: "1 Elm Road", City: "Salem"}
		case ref != "P-0008":
			p.Email = fmt.Sprintf("%s@example.org", strings.ToLower(ref))
		}
		p.Language = []string{"en", "es"}[n%2]
		must(c.Cohorts.SaveParticipant(c.ctx, p))
	}
	f := must(c.Rollouts.Feature(c.ctx, "secure-messaging"))
	f.Stage = rollout.Beta
	must(c.Rollouts.SaveFeature(c.ctx, f))
	none := rollout.Percent(0)
	must(c.Rollouts.SaveRollout(c.ctx, f.Key, rollout.Settings{Cohort: c.cohort, Percent: &none}))
	for _, ref := range servicestest.Refs(8) {
		on := true
		must(c.Rollouts.Override(c.ctx, f.Key, c.cohort, ref, &on))
	}
	b, r := c.report("P-0001", f.Key, "I cannot send a photo")
	w.by["P-0001"] = r
	for _, ref := range []string{"P-0002", "S-0001"} {
		_, joined, err := c.Board.Join(c.ctx, b.ID, board.Reporting{Ref: ref})
		if err != nil {
			t.Fatal(err)
		}
		w.by[ref] = joined
	}
	c.change(b.ID, board.Change{Public: &base.Words{"en": "Photos do not go out", "es": "Las fotos no salen"}})
	c.decided(b.ID)
	w.bump = c.change(b.ID, board.Change{State: to(board.Done)})
	c.Clock.Advance(time.Second)
	return w
}

// words are words in both languages for some audiences.
func words(audiences ...board.Audience) map[board.Audience]base.Words {
	all := map[board.Audience]base.Words{}
	for _, a := range audiences {
		all[a] = base.Words{"en": "Fixed, " + string(a), "es": "Arreglado, " + string(a)}
	}
	return all
}

// sends lets time go by, and returns what went out.
func (w *telling) sends(d time.Duration) string {
	w.Clock.Advance(d)
	for must(w.Outbox.Take(w.ctx)) > 0 {
	}
	for range 20 {
		if must(w.Outbox.Send(w.ctx)) == 0 {
			break
		}
	}
	return w.post.taken()
}

// reached writes whom something reaches.
func reached(all board.Reaches) string {
	var said []string
	for _, a := range board.Audiences() {
		if r, ok := all[a]; ok {
			said = append(said, fmt.Sprintf("%s %d: %d mail, %d text, %d letter", a, r.People, r.By[contact.ByMail], r.By[contact.ByText], r.By[contact.ByLetter]))
		}
	}
	return strings.Join(said, "; ")
}

// Everybody whom a change concerns is told once, in one way: whoever is of an earlier audience is not of a later one.
func TestEverybodyIsToldOnce(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		w := c.telling(t)
		in := board.Telling{Groups: words(board.Reporters, board.Patients)}
		would := must(w.Announce.Look(w.ctx, board.OfBump(w.bump.ID), in))
		const both = "reported 3: 3 mail, 0 text, 0 letter; patient 6: 3 mail, 1 text, 1 letter"
		expect.Equal(t, "would reach", reached(would), both)
		expect.Equal(t, "which one of them no way reaches", would[board.Patients].Unreached(), 1)
		a, reaches, err := w.Announce.Tell(w.ctx, board.OfBump(w.bump.ID), in)
		if err != nil {
			t.Fatal(err)
		}
		expect.Equal(t, "reaches", reached(reaches), both)
		expect.Equal(t, "the card", must(w.Board.Bump(w.ctx, w.bump.ID)).State, board.Told)
		expect.Equal(t, "its history ends", strings.HasSuffix(w.history(w.bump.ID), "announced(>A-1) moved(done>told)"), true)
		const first = "p-0001 en announcement, p-0002 es announcement, p-0003 en announcement, p-0005 en announcement, p-0007 en announcement, s-0001 en announcement"
		expect.Equal(t, "mails", w.sends(0), first)
		expect.Equal(t, "no reminder, and no second way", w.sends(40*24*time.Hour), "")
		counts := must(w.Outbox.Counts(w.ctx))
		expect.Equal(t, "for the team to send", fmt.Sprint(counts[contact.ByText][contact.MessageWaiting], counts[contact.ByLetter][contact.MessageWaiting]), "1 1")

		_, reaches, err = w.Announce.Tell(w.ctx, board.OfBump(w.bump.ID), board.Telling{Groups: words(board.Patients, "staff")})
		expect.Equal(t, "the staff later", fmt.Sprint(reached(reaches), err), "patient 0: 0 mail, 0 text, 0 letter; staff 2: 2 mail, 0 text, 0 letter<nil>")
		expect.Equal(t, "mails", w.sends(time.Hour), "s-0002 es announcement, s-0003 en announcement")
		_, _, err = w.Announce.Tell(w.ctx, board.OfBump(w.bump.ID), board.Telling{Groups: map[board.Audience]base.Words{board.Patients: {"en": "Else", "es": "Otro"}}})
		expect.Equal(t, "in other words", refused(err), "groups.patient: announcement.told_already")
		a = must(w.Announce.Announcement(w.ctx, a.ID))
		for who, words := range map[string]base.Words{"reported": a.WordsFor(cohorts.Staff, true), "patient": a.WordsFor(cohorts.Patient, false), "staff": a.WordsFor(cohorts.Staff, false)} {
			expect.Equal(t, "the words for "+who, words["en"], "Fixed, "+who)
		}
	})
}

// What may not be told, and that nothing is told then.
func TestWhatMayNotBeTold(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		w := c.telling(t)
		yes := true
		say := func(language string, text base.Text) string {
			return language + " " + fmt.Sprint(text.ID, " ", board.Blank)
		}
		draft := must(w.Announce.Draft(w.ctx, board.OfBump(w.bump.ID), []string{"en", "es"}, say)).Groups
		expect.Equal(t, "drafts", len(draft), 7)
		for about, row := range map[string]struct {
			in   board.Telling
			want string
		}{
			"nobody":              {board.Telling{}, "groups: announcement.nobody"},
			"an unknown group":    {board.Telling{Groups: words("aliens")}, "groups: announcement.no_audience"},
			"one language":        {board.Telling{Groups: map[board.Audience]base.Words{"staff": {"en": "Fixed"}}}, "groups.staff.es: words.missing"},
			"too long":            {board.Telling{Groups: map[board.Audience]base.Words{"staff": {"en": strings.Repeat("x", board.MaxWords+1), "es": "x"}}}, "groups.staff.en: error.max_length"},
			"a draft":             {board.Telling{Groups: map[board.Audience]base.Words{"staff": draft["staff"]}}, "groups.staff.en: announcement.blank, groups.staff.es: announcement.blank"},
			"news without words":  {board.Telling{Groups: words("staff"), News: &yes}, "news: announcement.no_news"},
			"an impossible order": {board.Telling{Groups: words("staff"), Steps: []contact.Step{{AfterDays: 2, By: contact.ByMail}, {AfterDays: 1, By: contact.ByText}}}, "protocol[1].after_days: protocol.backwards"},
		} {
			_, _, err := w.Announce.Tell(w.ctx, board.OfBump(w.bump.ID), row.in)
			expect.Equal(t, about, refused(err), row.want)
		}
		open, _ := c.report("P-0003", board.SigningIn, "The code never comes")
		_, _, err := w.Announce.Tell(w.ctx, board.OfBump(open.ID), board.Telling{Groups: words("staff")})
		expect.Equal(t, "of nothing", refused(err), "announcement.not_yet")
		expect.Equal(t, "told", fmt.Sprint(w.sends(0), len(must(w.Announce.Announcements(w.ctx, board.OfBump(w.bump.ID))))), "0")
		expect.Equal(t, "the card", must(w.Board.Bump(w.ctx, w.bump.ID)).State, board.Done)
	})
}

// Who says that it is not fixed opens the card again: what was still to be told is not so any more, and the next change is told anew.
func TestWhatIsNoLongerSoIsNotTold(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		w := c.telling(t)
		w.Clock.Set(time.Date(2027, 3, 8, 23, 0, 0, 0, time.UTC))
		clinic := must(w.Cohorts.Clinic(w.ctx))
		clinic.Quiet = cohorts.Quiet{From: "20:00", To: "08:00"}
		if err := w.Cohorts.SaveClinic(w.ctx, clinic, nil); err != nil {
			t.Fatal(err)
		}
		a, _, err := w.Announce.Tell(w.ctx, board.OfBump(w.bump.ID), board.Telling{Groups: words(board.Reporters, board.Patients)})
		if err != nil {
			t.Fatal(err)
		}
		expect.Equal(t, "in quiet hours", w.sends(0), "")
		link := must(w.Contact.List(w.ctx, contact.ForAnnouncement, a.ID, "", 100)).Items[0]
		for range 2 {
			link = must(w.Announce.Tellings.Confirm(w.ctx, link))
		}
		expect.Equal(t, "a receipt", fmt.Sprint(link.State, must(w.Announce.Receipts(w.ctx, a))), "completed{9 1 1 0 0}")
		if _, _, err := w.Board.SayFixed(w.ctx, w.by["P-0001"].ID, board.NotFixed); err != nil {
			t.Fatal(err)
		}
		expect.Equal(t, "in the morning", w.sends(12*time.Hour), "")
		expect.Equal(t, "says no", must(w.Announce.Receipts(w.ctx, a)).NotFixed, 1)
		w.decided(w.bump.ID)
		b := w.change(w.bump.ID, board.Change{State: to(board.Done)})
		again, reaches, err := w.Announce.Tell(w.ctx, board.OfBump(b.ID), board.Telling{Groups: words(board.Reporters)})
		expect.Equal(t, "the next", fmt.Sprint(again.ID, " ", reached(reaches), err), "A-1-2 reported 3: 3 mail, 0 text, 0 letter<nil>")
		expect.Equal(t, "mails", w.sends(0), "p-0001 en announcement, p-0002 es announcement, s-0001 en announcement")
	})
}

// What somebody says of a change counts for the announcement that tells it, also where they said it by their receipt before they
// were told; and for no other.
func TestWhatIsSaidOfEachChange(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		w := c.telling(t)
		says := func(ref string, fixed board.Fixed) {
			t.Helper()
			w.Clock.Advance(time.Hour)
			if _, _, err := w.Board.SayFixed(w.ctx, w.by[ref].ID, fixed); err != nil {
				t.Fatal(err)
			}
		}
		tells := func() board.Announcement {
			w.Clock.Advance(time.Hour)
			a, _, err := w.Announce.Tell(w.ctx, board.OfBump(w.bump.ID), board.Telling{Groups: words(board.Reporters)})
			if err != nil {
				t.Fatal(err)
			}
			return a
		}
		said := func(a board.Announcement) string {
			r := must(w.Announce.Receipts(w.ctx, a))
			return fmt.Sprintf("%d fixed, %d not; P-0002: %s", r.Fixed, r.NotFixed, must(w.Announce.ReportBy(w.ctx, a, "P-0002")).Fixed)
		}
		says("P-0002", board.IsFixed)
		first := tells()
		expect.Equal(t, "said before it was told", said(first), "1 fixed, 0 not; P-0002: yes")
		says("P-0001", board.NotFixed)
		expect.Equal(t, "opened again", said(first), "1 fixed, 1 not; P-0002: yes")
		w.decided(w.bump.ID)
		w.bump = w.change(w.bump.ID, board.Change{State: to(board.Done)})
		second := tells()
		expect.Equal(t, "of the next nobody has said anything", said(second), "0 fixed, 0 not; P-0002: ")
		says("P-0001", board.IsFixed) // who said no of the first
		says("P-0002", board.IsFixed)
		says("S-0001", board.IsFixed)
		expect.Equal(t, "the next", said(second), "3 fixed, 0 not; P-0002: yes")
		expect.Equal(t, "the first", said(first), "1 fixed, 1 not; P-0002: ") // who is asked of the latest alone
	})
}

// Who has left the beta is not told, and a stop in the middle of telling leaves nobody out and tells nobody twice.
func TestTellingGoesOnAfterAStop(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		w := c.telling(t)
		must(w.Cohorts.SetState(w.ctx, w.cohort, "P-0002", cohorts.Withdrawn, cohorts.Heard{Channel: "phone"}))
		must(w.Cohorts.SetState(w.ctx, w.cohort, "P-0003", cohorts.Withdrawn, cohorts.Heard{Channel: "phone"}))
		in := board.Announcement{
			ID: "A-1", Bump: w.bump.ID, Where: w.bump.Where, Words: words(board.Reporters, board.Patients), Steps: contact.ReadyTellings()[0].Steps, Began: w.Clock.Now(), Asking: true,
			Told: map[board.Audience]time.Time{board.Reporters: w.Clock.Now(), board.Patients: w.Clock.Now()},
		}
		if err := w.Store.SaveBumps(w.ctx, "announce", board.Saved{Announcements: []board.Announcement{in}}); err != nil {
			t.Fatal(err)
		}
		expect.Equal(t, "goes on with", must(w.Announce.Resume(w.ctx)), 1)
		expect.Equal(t, "and has nothing left", must(w.Announce.Resume(w.ctx)), 0)
		expect.Equal(t, "mails", w.sends(0), "p-0001 en announcement, p-0005 en announcement, p-0007 en announcement, s-0001 en announcement")
	})
}

// Who reports something before they have said whether they take part is told of it; not any more once they have said no.
func TestWhoSaysNoIsNotTold(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		w := c.telling(t)
		for _, ref := range []string{"Q-0001", "Q-0002"} {
			must(w.Cohorts.SaveParticipant(w.ctx, cohorts.Participant{Ref: ref, Group: cohorts.Patient, Email: strings.ToLower(ref) + "@example.org", Language: "en"}))
		}
		second, _ := w.Asked(t, "Second testers", "Q-0001", "Q-0002")
		b, _ := c.report("Q-0001", board.GettingAccess, "No mail comes")
		if _, _, err := c.Board.Join(c.ctx, b.ID, board.Reporting{Ref: "Q-0002"}); err != nil {
			t.Fatal(err)
		}
		c.decided(b.ID)
		c.change(b.ID, board.Change{State: to(board.Done)})
		_, reaches, err := w.Announce.Tell(w.ctx, board.OfBump(b.ID), board.Telling{Groups: words(board.Reporters)})
		expect.Equal(t, "are told", fmt.Sprint(reached(reaches), err), "reported 2: 2 mail, 0 text, 0 letter<nil>")
		must(w.Cohorts.SetState(w.ctx, second, "Q-0002", cohorts.Declined, cohorts.Heard{Channel: "phone"}))
		expect.Equal(t, "mails", w.sends(time.Hour), "q-0001 en announcement")
	})
}

// The news tell what the team has put into them, the newest first.
func TestNews(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		w := c.telling(t)
		news := func() string {
			var all []string
			for _, a := range must(w.Announce.News(w.ctx, "", 10)).Items {
				all = append(all, fmt.Sprint(a.ID, a.Refused, " ", a.Heard["es"]))
			}
			return strings.Join(all, ", ")
		}
		no := false
		must2(w.Announce.Tell(w.ctx, board.OfBump(w.bump.ID), board.Telling{Groups: words(board.Patients), News: &no}))
		expect.Equal(t, "not put in", news(), "")
		must(w.Announce.SetNews(w.ctx, "A-1", true))
		other, _ := c.report("P-0003", board.SigningIn, "I want to sign in by face")
		c.change(other.ID, board.Change{State: to(board.NotPlanned), Reason: "The vendor has no such thing"})
		must2(w.Announce.Tell(w.ctx, board.OfBump(other.ID), board.Telling{Groups: words(board.Patients), Heard: base.Words{"en": "Sign in by face", "es": "Entrar con la cara"}}))
		expect.Equal(t, "the newest first", news(), "A-2true Entrar con la cara, A-1false Las fotos no salen")
		expect.Equal(t, "which is not planned still", must(c.Board.Bump(c.ctx, other.ID)).State, board.NotPlanned)
		must(w.Announce.SetNews(w.ctx, "A-2", false))
		expect.Equal(t, "taken out", news(), "A-1false Las fotos no salen")
	})
}

// must2 panics at an error in the middle of a test.
func must2[A, B any](_ A, _ B, err error) {
	if err != nil {
		panic(err)
	}
}
