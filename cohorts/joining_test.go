package cohorts_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
)

func (c *clinic) joins() cohorts.Joins { return cohorts.Joins{Service: c.Cohorts} }

// asks is somebody who asks to take part.
func asks(cohort, name, email, sheet string) cohorts.JoinRequest {
	return cohorts.JoinRequest{Cohort: cohort, Name: name, Email: email, Sheet: sheet, Language: "es"}
}

// waiting returns the names of those who ask to take part and wait for the team.
func (c *clinic) waiting(cohort string) (names []string, all []cohorts.JoinRequest) {
	all = must(c.joins().JoinRequests(c.ctx, cohort, "", 100)).Items
	for _, r := range all {
		names = append(names, r.Name)
	}
	return names, all
}

func TestOpenJoining(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		wave := c.wave("First wave", 0)
		expect.Refused(t, "a clinic without a name", c.joins().OpenJoining(c.ctx, wave, cohorts.Patient, 5), base.Conflict)
		c.SetUp(t)
		for _, test := range []struct {
			about  string
			group  cohorts.Group
			places int
			want   []string
		}{
			{"nobody may", cohorts.Patient, 0, []string{"places: joining.places_range"}},
			{"too many", cohorts.Patient, cohorts.MaxPlaces + 1, []string{"places: joining.places_range"}},
			{"no group", "friends", -1, []string{"group: error.required", "places: joining.places_range"}},
		} {
			expect.Equal(t, test.about, expect.Fields(c.joins().OpenJoining(c.ctx, wave, test.group, test.places)), test.want)
		}
		_, err := c.joins().JoinOpen(c.ctx, wave)
		expect.Refused(t, "before", err, base.NotFound)
		expect.Refused(t, "asking before", c.joins().Join(c.ctx, asks(wave, "Ana", "ana@example.org", "")), base.NotFound)
		expect.Equal(t, "opened", c.joins().OpenJoining(c.ctx, wave, cohorts.Patient, 5), nil)
		must(c.joins().JoinOpen(c.ctx, wave))
		expect.Equal(t, "closed", c.joins().CloseJoining(c.ctx, wave), nil)
		_, err = c.joins().JoinOpen(c.ctx, wave)
		expect.Refused(t, "after", err, base.NotFound)
		_, err = c.joins().JoinOpen(c.ctx, "nothing")
		expect.Refused(t, "a cohort that there is not", err, base.NotFound)
		expect.Refused(t, "opening it", c.joins().OpenJoining(c.ctx, "nothing", cohorts.Patient, 5), base.NotFound)
	})
}

func TestBadJoinRequests(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.SetUp(t)
		wave := c.wave("First wave", 0)
		must(0, c.joins().OpenJoining(c.ctx, wave, cohorts.Patient, 5))
		for _, test := range []struct {
			about              string
			name, email, phone string
			want               []string
		}{
			{"nothing", "", "", "", []string{"name: join.no_name", "email: join.no_address"}},
			{"blanks", " \n", "\t", "  ", []string{"name: join.no_name", "email: join.no_address"}},
			{"no address", "Ana", "", "", []string{"email: join.no_address"}},
			{"half an address", "Ana", "ana@b", "", []string{"email: error.email"}},
			{"two addresses", "Ana", "ana@example.org\nBcc: b@example.org", "", []string{"email: error.email"}},
			{"a telephone of letters", "Ana", "", "call me", []string{"phone: error.phone"}},
			{"no name and half an address", "", "ana@b", "", []string{"name: join.no_name", "email: error.email"}},
			{"a long name", strings.Repeat("é", 201), "ana@example.org", "", []string{"name: error.max_length"}},
		} {
			err := c.joins().Join(c.ctx, cohorts.JoinRequest{Cohort: wave, Name: test.name, Email: test.email, Phone: test.phone})
			expect.Equal(t, test.about, expect.Fields(err), test.want)
		}
		expect.Equal(t, "kept", must(c.joins().Joining(c.ctx, wave)).Taken, 0)
	})
}

// Who asks again is kept once and told nothing else, whoever the clinic knows; each of several at once has a place or none.
func TestJoinOnce(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.SetUp(t)
		must(c.Cohorts.SaveParticipant(c.ctx, ana))
		wave := c.wave("First wave", 0)
		must(0, c.joins().OpenJoining(c.ctx, wave, cohorts.Patient, 3))
		for _, r := range []cohorts.JoinRequest{
			asks(wave, ana.Name, ana.Email, ""), asks(wave, ana.Name, ana.Email, ""), asks(wave, "ana maria pena-o'brien ", strings.ToUpper(ana.Email), ""),
			asks(wave, "Luis", ana.Email, ""), // of the same household
		} {
			expect.Equal(t, r.Name, c.joins().Join(c.ctx, r), nil)
			c.Clock.Advance(time.Second)
		}
		names, _ := c.waiting(wave)
		expect.Equal(t, "who waits", names, []string{ana.Name, "Luis"})

		var all sync.WaitGroup
		refused := make([]error, 5)
		for i := range refused {
			all.Go(func() {
				refused[i] = c.joins().Join(c.ctx, asks(wave, "Visitor "+string(rune('A'+i)), "v@example.org", ""))
			})
		}
		all.Wait()
		in := 0
		for _, err := range refused {
			if err == nil {
				in++
			} else {
				expect.Refused(t, "no place", err, base.NotFound)
			}
		}
		expect.Equal(t, "who had the last place", in, 1)
		expect.Equal(t, "places", must(c.joins().Joining(c.ctx, wave)).Taken, 3)
		expect.Equal(t, "nothing in the clear", len(c.Naming(t, "Visitor"))+len(c.Naming(t, "v@example.org")), 0)
	})
}

// Whoever is admitted is selected as others are, new or as the participant they are; who is turned down is forgotten.
func TestAdmit(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.SetUp(t)
		must(c.Cohorts.SaveParticipant(c.ctx, ana))
		wave := c.wave("First wave", 2)
		must(0, c.joins().OpenJoining(c.ctx, wave, cohorts.Patient, 10))
		must(0, c.joins().AddSheet(c.ctx, wave, "Dr. Okafor"))
		expect.Equal(t, "the same sheet", expect.Fields(c.joins().AddSheet(c.ctx, wave, " dr. okafor")), []string{"sheet: joining.sheet_twice"})
		sheet := must(c.joins().Joining(c.ctx, wave)).Sheets[0].Code
		for _, r := range []cohorts.JoinRequest{
			asks(wave, "Ana", ana.Email, sheet), asks(wave, "Berta", "b@example.org", sheet), asks(wave, "Carla", "c@example.org", "NOBODY"), asks(wave, "Spam", "s@example.org", sheet),
		} {
			must(0, c.joins().Join(c.ctx, r))
			c.Clock.Advance(time.Second) // they are listed in this order
		}
		_, all := c.waiting(wave)
		expect.Equal(t, "perhaps", must(c.joins().Perhaps(c.ctx, all[0]))[0].Ref, ana.Ref)
		expect.Equal(t, "perhaps nobody", len(must(c.joins().Perhaps(c.ctx, all[1]))), 0)
		expect.Equal(t, "asked by the sheet", must(c.joins().Joining(c.ctx, wave)).Sheets[0].Asked, 3)

		_, err := c.joins().AdmitRequest(c.ctx, wave, all[0].ID, "P-9999")
		expect.Refused(t, "as nobody", err, base.Invalid)
		_, err = c.joins().AdmitRequest(c.ctx, c.wave("Other", 0), all[0].ID, "")
		expect.Refused(t, "into another cohort", err, base.NotFound)
		for i, as := range []string{ana.Ref, "", ""} {
			for range 2 { // pressing twice does it once
				waits := must(c.joins().AdmitRequest(c.ctx, wave, all[i].ID, as))
				if waits && i < 2 {
					t.Errorf("%s is on the waiting list", all[i].Name)
				}
			}
		}
		expect.Equal(t, "members", len(c.membersOf(wave)), 2)
		berta := must(c.Cohorts.Participant(c.ctx, all[1].Ref))
		expect.Equal(t, "a new participant", []string{berta.Name, berta.Email, berta.Language, string(berta.Group)}, []string{"Berta", "b@example.org", "es", "patient"})
		expect.Equal(t, "no room", len(must(c.Cohorts.WaitingList(c.ctx, wave, "", 10)).Items), 1)

		must(0, c.joins().TurnDown(c.ctx, wave, all[3].ID))
		expect.Refused(t, "turned down twice", c.joins().TurnDown(c.ctx, wave, all[3].ID), base.NotFound)
		expect.Refused(t, "turned down when admitted", c.joins().TurnDown(c.ctx, wave, all[0].ID), base.NotFound)
		names, _ := c.waiting(wave)
		expect.Equal(t, "who waits", len(names), 0)
		j := must(c.joins().Joining(c.ctx, wave))
		expect.Equal(t, "places", []int{j.Taken, j.Sheets[0].Asked}, []int{3, 2})

		must(c.Cohorts.SetState(c.ctx, wave, ana.Ref, cohorts.Invited, cohorts.Heard{}))
		must(c.Cohorts.SetState(c.ctx, wave, ana.Ref, cohorts.Agreed, cohorts.Heard{}))
		expect.Equal(t, "enrolled", must(c.joins().EnrolledBySheet(c.ctx, wave))[sheet], 1)
		must(0, c.Cohorts.RemoveParticipant(c.ctx, ana.Ref))
		expect.Equal(t, "enrolled without who was removed", must(c.joins().EnrolledBySheet(c.ctx, wave))[sheet], 0)
		expect.Equal(t, "requests of who was removed", len(must(c.Store.JoinRequests(c.ctx, wave, true, "", 10)).Items), 2)
	})
}

// Many requests are dealt with together: who has an address that the clinic knows is left for a closer look, and what somebody
// else has dealt with is passed over.
func TestManyRequestsAtOnce(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.SetUp(t)
		wave := c.wave("First wave", 2)
		must(c.Cohorts.SaveParticipant(c.ctx, cohorts.Participant{Ref: "P-1", Group: cohorts.Patient, Name: "Eva", Email: "eva@example.org"}))
		expect.Equal(t, "opened", c.joins().OpenJoining(c.ctx, wave, cohorts.Patient, 20), nil)
		ids := map[string]string{}
		for _, name := range []string{"Ana", "Bo", "Cy", "Di", "Eva", "Flo"} {
			expect.Equal(t, name, c.joins().Join(c.ctx, asks(wave, name, strings.ToLower(name)+"@example.org", "")), nil)
		}
		_, all := c.waiting(wave)
		for _, r := range all {
			ids[r.Name] = r.ID
		}
		for about, some := range map[string][]string{"nobody": nil, "too many": make([]string, cohorts.MaxRequests+1)} {
			_, err := c.joins().AdmitRequests(c.ctx, wave, some)
			expect.Equal(t, about, len(expect.Fields(err)), 1)
		}
		expect.Equal(t, "one is turned down", c.joins().TurnDown(c.ctx, wave, ids["Flo"]), nil)
		chosen := []string{ids["Ana"], ids["Bo"], ids["Cy"], ids["Eva"], ids["Flo"], "nobody", ids["Ana"]}
		expect.Equal(t, "admitted", must(c.joins().AdmitRequests(c.ctx, wave, chosen)), cohorts.Dealt{Admitted: 3, Waiting: 1, Left: 1})
		expect.Equal(t, "again", must(c.joins().AdmitRequests(c.ctx, wave, chosen)), cohorts.Dealt{Left: 1})
		expect.Equal(t, "waiting", must(c.joins().WaitingRequests(c.ctx, wave, 10)), 2)
		expect.Equal(t, "turned down", must(c.joins().TurnDownRequests(c.ctx, wave, []string{ids["Di"], ids["Eva"], ids["Bo"]})), cohorts.Dealt{Declined: 2})
		names, _ := c.waiting(wave)
		expect.Equal(t, "left", len(names), 0)
		expect.Equal(t, "places", must(c.joins().Joining(c.ctx, wave)).Taken, 3)
	})
}
