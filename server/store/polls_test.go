package store_test

import (
	"fmt"
	mathrand "math/rand/v2"
	"strings"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/server/store/engine"
	"soundings/surveys/polls"
	"soundings/surveys/polls/methods"
)

// asking is the polls of a clinic.
func (c *clinic) asking() *polls.Service {
	return c.Polls
}

// team keeps members of staff and other practices with these refs: "S-1 S-2 X-1"; X are practices.
func (c *clinic) team(refs ...string) {
	for _, ref := range refs {
		group := cohorts.Staff
		if strings.HasPrefix(ref, "X") {
			group = cohorts.Practice
		}
		must(c.people.SaveParticipant(c.ctx, cohorts.Participant{Ref: ref, Group: group}))
	}
}

func numbered(prefix string, n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprintf("%s-%03d", prefix, i+1)
	}
	return all
}

// poll opens a poll of staff and other practices about four features.
func (c *clinic) poll(change func(*polls.Poll)) polls.Poll {
	p := polls.Poll{
		Title: base.Words{"en": "What first?"}, Method: polls.Rank, Features: []string{"mail", "labs", "visits", "bills"},
		Groups: map[cohorts.Group]polls.Share{cohorts.Staff: {Weight: 2}, cohorts.Practice: {Weight: 0.5}},
	}
	if change != nil {
		change(&p)
	}
	c.Features(c.t, p.Features...)
	return must(c.asking().Publish(c.ctx, must(c.asking().Create(c.ctx, p)).ID))
}

// ballot makes what a ballot's form sends.
func ballot(pairs ...string) polls.Values { return polls.Values(said(pairs...)) }

// voter is somebody who comes by an invitation.
func voter(i contact.Invitation) polls.Voter { return polls.Voter{Invitation: i} }

// chosen draws a ballot.
func chosen(n int) polls.Values {
	random := mathrand.New(mathrand.NewPCG(7, uint64(n)))
	features := []string{"mail", "labs", "visits", "bills"}
	v := polls.Values{}
	for place, i := range random.Perm(4)[:1+n%4] {
		v["rank."+features[i]] = []string{fmt.Sprint(place + 1)}
	}
	return v
}

// counted returns what the ballots add up to and what they add up to counted again, in a form that can be compared.
func (c *clinic) counted(p polls.Poll) (kept, again string) {
	write := func(t polls.Tally) string {
		all := map[string]polls.Counts{}
		for cell, counts := range t.Cells {
			all[fmt.Sprint(cell)] = *counts
		}
		return written(all)
	}
	return write(must(c.store.CountBallots(c.ctx, p))), write(must(c.store.RecountBallots(c.ctx, p)))
}

func TestPollIsKeptWhole(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		service := c.asking()
		c.Features(c.t, "mail", "labs")
		draft := must(service.Create(c.ctx, polls.Poll{
			Title: base.Words{"en": "What first?", "es": "¿Qué primero?"}, Method: polls.Dots, Features: []string{"mail", "labs"},
			Groups: map[cohorts.Group]polls.Share{cohorts.Staff: {Weight: 0.3}}, Secret: true, Open: true,
		}))
		open := must(service.Publish(c.ctx, draft.ID))
		equal(t, "read again", written(must(service.Poll(c.ctx, draft.ID))), written(open))
		equal(t, "in the list", written(must(service.Polls(c.ctx))), written([]polls.Poll{open}))
		equal(t, "points to spread", open.Dots, 10)
		_, err := service.Edit(c.ctx, draft.ID, 0, func(p *polls.Poll) error { return nil })
		refused(t, "changing a published poll", err, base.Conflict)
		_, err = service.Publish(c.ctx, draft.ID)
		refused(t, "publishing twice", err, base.Conflict)
		_, err = service.Poll(c.ctx, "none")
		refused(t, "a poll that is not there", err, base.NotFound)
		another := must(service.Create(c.ctx, draft))
		equal(t, "a second of that name", another.ID, draft.ID+"-2")
	})
}

// Of several who save a draft as they have seen it one is first; the others are told.
func TestDraftsAreSavedAsSeen(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.Features(c.t, "mail", "labs")
		draft := must(c.asking().Create(c.ctx, polls.Poll{
			Title: base.Words{"en": "What first?"}, Method: polls.Rank, Features: []string{"mail", "labs"}, Groups: map[cohorts.Group]polls.Share{cohorts.Staff: {Weight: 1}},
		}))
		save := func(version int64, title string) error {
			_, err := c.asking().Edit(c.ctx, draft.ID, version, func(p *polls.Poll) error {
				p.Title = base.Words{"en": title}
				return nil
			})
			return err
		}
		saved := count(together(5, func(n int) bool { return save(draft.Version, fmt.Sprint("Title ", n)) == nil }))
		equal(t, "saved", saved[true], 1)
		refused(t, "as it was", save(draft.Version, "Late"), base.Conflict)
		equal(t, "whatever stands there", save(0, "Last"), nil)
		equal(t, "kept", must(c.asking().Poll(c.ctx, draft.ID)).Title["en"], "Last")
	})
}

// Whatever is folded and whatever is not, the figures are those of the ballots counted again: with ballots that were
// changed, by links and by the open code, of practices and of staff.
func TestFoldedBallotsAreThoseRecounted(t *testing.T) {
	for _, method := range methods.Names() {
		on(t, func(t *testing.T, c *clinic) {
			service := c.asking()
			p := c.poll(func(p *polls.Poll) { p.Method, p.Open = method, true })
			c.team(append(numbered("S", 12), "X-1", "X-2")...)
			links := must(service.Invite(c.ctx, p.ID, polls.Audience{Refs: append(numbered("S", 12), "X-1", "X-2")}))
			for n := range 60 {
				v := polls.Voter{Code: service.Code(p), Browser: fmt.Sprint("browser ", n/2)}
				if n%2 == 0 {
					v = polls.Voter{Invitation: c.again(links[n%len(links)]), Browser: fmt.Sprint("browser ", n%6)}
				}
				sheet := must(service.Open(c.ctx, v))
				typed := answer(sheet, n)
				typed["group"] = []string{"staff"}
				if sheet = must(service.Cast(c.ctx, v, typed)); sheet.Status != polls.Done {
					t.Fatalf("%s: %v %v for %v", method, sheet.Status, named(sheet.Errors), typed)
				}
				if n%25 == 24 {
					must(c.store.Fold(c.ctx))
				}
			}
			kept, again := c.counted(p)
			equal(t, string(method)+", partly folded", kept, again)
			c.foldAll()
			folded, again := c.counted(p)
			equal(t, string(method)+", folded", folded, again)
			equal(t, string(method)+", before and after", folded, kept)
		})
	}
}

// answer fills a sheet in, for each n otherwise.
func answer(sheet polls.Sheet, n int) polls.Values {
	v := polls.Values{}
	set := func(field, value string) { v[field] = []string{value} }
	switch sheet.Poll.Method {
	case polls.Rank:
		return chosen(n)
	case polls.MaxDiff:
		for i, shown := range sheet.Sets {
			set(fmt.Sprint("best.", i+1), shown[n%len(shown)])
			set(fmt.Sprint("worst.", i+1), shown[(n+1)%len(shown)])
		}
	case polls.Kano:
		for i, f := range sheet.Order {
			set("kano."+f+".with", string(methods.Feelings()[(n+i)%5]))
			set("kano."+f+".without", string(methods.Feelings()[(n*i)%5]))
		}
	default:
		set(string(sheet.Poll.Method)+"."+sheet.Order[n%4], fmt.Sprint(1+n%5))
	}
	return v
}

// Three hundred people answer by one code at once: three hundred ballots.
func TestThreeHundredAtOnce(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		p := c.poll(func(p *polls.Poll) {
			p.Open, p.Groups = true, map[cohorts.Group]polls.Share{cohorts.Staff: {Weight: 1}}
		})
		code := c.asking().Code(p)
		done := count(together(300, func(n int) polls.Status {
			v := polls.Voter{Code: code, Browser: fmt.Sprint("browser ", n)}
			return must(c.asking().Cast(c.ctx, v, chosen(n))).Status
		}))
		equal(t, "acknowledged", done[polls.Done], 300)
		equal(t, "counted", must(c.asking().Results(c.ctx, p.ID)).Ballots, 300)
		c.foldAll()
		r := must(c.asking().Results(c.ctx, p.ID))
		equal(t, "folded", fmt.Sprint(r.Ballots, *r.Groups[0].Unverified), "300 300")
	})
}

// A named ballot may be changed until the poll is closed: the last one counts, from either of two devices at once.
func TestNamedBallotsChange(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		service := c.asking()
		p := c.poll(nil)
		c.team(numbered("S", 6)...)
		links := must(service.Invite(c.ctx, p.ID, polls.Audience{Groups: []cohorts.Group{cohorts.Staff}}))
		for _, i := range links {
			must(service.Cast(c.ctx, voter(i), ballot("rank.mail=1")))
		}
		equal(t, "completed", c.again(links[0]).State, contact.Completed)
		sheet := must(service.Open(c.ctx, voter(c.again(links[0]))))
		equal(t, "shown again", fmt.Sprint(sheet.Status, " ", sheet.Voted, " ", sheet.Typed), "asking true map[rank.mail:[1]]")
		together(8, func(n int) any {
			return must(service.Cast(c.ctx, voter(links[n%6]), ballot("rank.labs=1", "rank.bills=2"))).Status
		})
		must(service.Cast(c.ctx, voter(links[0]), ballot("rank.visits=1")))
		for _, folded := range []bool{false, true} {
			if folded {
				c.foldAll()
			}
			r := must(service.Results(c.ctx, p.ID))
			equal(t, "ballots", r.Ballots, 6)
			equal(t, "turnout", *r.Groups[0].Turnout, 1)
			equal(t, "first", r.Ranking[0].Feature, "labs")
		}
		must(service.Close(c.ctx, p.ID))
		sheet = must(service.Cast(c.ctx, voter(links[0]), ballot("rank.mail=1")))
		equal(t, "after closing", sheet.Status, polls.IsClosed)
		kept, again := c.counted(p)
		equal(t, "counted again", kept, again)
	})
}

// What is wrong with a ballot is said, and nothing of it is kept.
func TestNothingHalfKept(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		service := c.asking()
		p := c.poll(func(p *polls.Poll) { p.Open = true })
		c.team("S-1")
		link := must(service.Invite(c.ctx, p.ID, polls.Audience{Refs: []string{"S-1"}}))[0]
		open := polls.Voter{Code: service.Code(p), Browser: "browser"}
		before := len(c.documents("*"))
		for _, bad := range []struct {
			voter polls.Voter
			typed polls.Values
			want  string
		}{
			{voter(link), ballot("rank.mail=1", "rank.labs=1"), "rank.labs: ballot.place_twice"},
			{voter(link), ballot("rank.mail=1", "rank.pigeons=2"), "rank: ballot.feature_unknown"},
			{voter(link), ballot(), "rank: ballot.empty"},
			{open, ballot("rank.mail=1"), "group: error.required"},
			{open, ballot("rank.mail=1", "group=patient"), "group: error.required"},
		} {
			sheet := must(service.Cast(c.ctx, bad.voter, bad.typed))
			equal(t, bad.want, strings.Join(named(sheet.Errors), ", "), bad.want)
		}
		_, err := service.Cast(c.ctx, polls.Voter{Code: "0000-0000-0000-0000", Browser: "browser"}, ballot("rank.mail=1"))
		refused(t, "an unknown code", err, base.NotFound)
		_, err = service.Cast(c.ctx, polls.Voter{Code: "hello", Browser: "browser"}, ballot("rank.mail=1"))
		refused(t, "what is no code", err, base.NotFound)
		_, err = service.Cast(c.ctx, polls.Voter{Code: service.Code(p)}, ballot("rank.mail=1", "group=staff"))
		refused(t, "without a browser's token", err, base.Invalid)
		equal(t, "documents", len(c.documents("*")), before)
	})
}

// A practice's link may be passed on there: one ballot a browser, and the practice counts once.
func TestPracticeLinkIsPassedOn(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		service := c.asking()
		p := c.poll(nil)
		c.team("X-1", "X-2")
		links := must(service.Invite(c.ctx, p.ID, polls.Audience{Refs: []string{"X-1", "X-2"}}))
		for n := range 7 {
			v := polls.Voter{Invitation: c.again(links[0]), Browser: fmt.Sprint("browser ", n%6)}
			equal(t, "kept", must(service.Cast(c.ctx, v, ballot("rank.mail=1"))).Status, polls.Done)
		}
		must(service.Cast(c.ctx, polls.Voter{Invitation: links[1], Browser: "browser 0"}, ballot("rank.labs=1")))
		practices := must(service.Results(c.ctx, p.ID)).Groups[1]
		equal(t, "ballots and practices", fmt.Sprint(*practices.Ballots, practices.Practices, *practices.Turnout), "7 2 1")
		equal(t, "each counts once", fmt.Sprint(practices.Ranking[0].Place, practices.Ranking[1].Place), "1 1")
	})
}

// The time of a practice's link is past for whoever has not answered by it, whether colleagues have or not. Who has may
// change a named ballot until the poll closes.
func TestPracticeLinkExpires(t *testing.T) {
	for _, secret := range []bool{false, true} {
		on(t, func(t *testing.T, c *clinic) {
			service := c.asking()
			p := c.poll(func(p *polls.Poll) { p.Secret = secret })
			c.team("X-1", "X-2")
			links := must(service.Invite(c.ctx, p.ID, polls.Audience{Refs: []string{"X-1", "X-2"}, Expires: c.now().Add(time.Hour)}))
			status := func(practice int, browser string) polls.Status {
				return must(service.Cast(c.ctx, polls.Voter{Invitation: c.again(links[practice]), Browser: browser}, ballot("rank.mail=1"))).Status
			}
			equal(t, "in time", status(0, "one"), polls.Done)
			equal(t, "links to hand out", len(must(service.Waiting(c.ctx, p.ID, "", 10)).Items), 2)
			c.wait(time.Hour)
			if secret {
				equal(t, "a practice has one ballot in a secret poll", status(0, "a colleague's"), polls.Already)
			} else {
				equal(t, "a colleague, too late", status(0, "a colleague's"), polls.IsExpired)
				equal(t, "who has answered changes it", status(0, "one"), polls.Done)
			}
			equal(t, "a practice that has not answered", status(1, "two"), polls.IsExpired)
			must(c.contact.Expire(c.ctx))
			equal(t, "the same once the state says so", status(1, "two"), polls.IsExpired)
			equal(t, "no link is handed out", len(must(service.Waiting(c.ctx, p.ID, "", 10)).Items), 0)
			equal(t, "rights used", len(c.documents("poll_rights")), 1)
		})
	}
}

// Somebody who was invited, and then was given a proxy and invited again, has two links and one ballot.
func TestOnePersonHasOneBallot(t *testing.T) {
	for _, secret := range []bool{false, true} {
		on(t, func(t *testing.T, c *clinic) {
			service, refs := c.asking(), numbered("S", 6)
			p := c.poll(func(p *polls.Poll) { p.Secret = secret })
			c.team(refs...)
			own := must(service.Invite(c.ctx, p.ID, polls.Audience{Refs: refs}))
			for _, ref := range refs {
				one := must(c.people.Participant(c.ctx, ref))
				one.Proxy = "S-PROXY"
				must(c.people.SaveParticipant(c.ctx, one))
			}
			proxies := must(service.Invite(c.ctx, p.ID, polls.Audience{Groups: []cohorts.Group{cohorts.Staff}}))
			must(service.Invite(c.ctx, p.ID, polls.Audience{Refs: refs}))
			equal(t, "links", len(c.documents("invitations")), 12)
			want := map[bool]map[polls.Status]int{false: {polls.Done: 2}, true: {polls.Done: 1, polls.Already: 1}}[secret]
			for n := range refs {
				statuses := count(together(2, func(which int) polls.Status {
					return must(service.Cast(c.ctx, voter([]contact.Invitation{own[n], proxies[n]}[which]), chosen(n+which))).Status
				}))
				equal(t, "by both links at once", statuses, want)
			}
			if !secret {
				must(service.Cast(c.ctx, voter(c.again(proxies[0])), ballot("rank.mail=1")))
				sheet := must(service.Open(c.ctx, voter(c.again(own[0]))))
				equal(t, "what the proxy sent last stands there", fmt.Sprint(sheet.Voted, sheet.Typed), "true map[rank.mail:[1]]")
			}
			must(service.Close(c.ctx, p.ID))
			for _, folded := range []bool{false, true} {
				if folded {
					c.foldAll()
				}
				staff := must(service.Results(c.ctx, p.ID)).Groups[0]
				equal(t, "of six people", fmt.Sprint(*staff.Ballots, staff.Invited, *staff.Turnout), "6 6 1")
				equal(t, "people", must(c.contact.Counts(c.ctx, contact.ForPoll, p.ID)).People(), 6)
			}
			kept, again := c.counted(p)
			equal(t, "counted again", kept, again)
		})
	}
}

// Counting again finds nothing where nothing is wrong, ballots under way or not, and names the poll of which a ballot is gone.
func TestRecountNamesWhatIsWrong(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		service, refs := c.asking(), numbered("S", 30)
		p, other := c.poll(nil), c.poll(nil)
		must(service.Create(c.ctx, other)) // a draft
		c.team(refs...)
		links := must(service.Invite(c.ctx, p.ID, polls.Audience{Refs: refs}))
		together(4, func(n int) any {
			if n == 0 {
				return must(service.Recount(c.ctx)).Different
			}
			for i := n - 1; i < 12; i += 3 {
				must(service.Cast(c.ctx, voter(links[i]), chosen(i)))
			}
			return nil
		})
		for i := range 6 {
			must(service.Cast(c.ctx, voter(c.again(links[i])), chosen(i+1)))
		}
		c.foldAll()
		equal(t, "all right", must(service.Recount(c.ctx)), polls.Recount{Ballots: 12, Polls: 2})
		var lost raw // one that counts, having taken the place of another
		for _, doc := range c.documents("ballots") {
			if strings.Contains(fmt.Sprint(fields(doc)), "before") {
				lost = raw(doc)
			}
		}
		if err := c.engine.Write(c.ctx, []engine.Change{{
			Op: engine.Delete, Collection: "ballots", ID: lost.Lookup("_id").StringValue(), Version: lost.Lookup("version").Int64(),
		}}); err != nil {
			t.Fatal(err)
		}
		equal(t, "with a ballot gone", must(service.Recount(c.ctx)).Different, []string{p.ID})
	})
}
