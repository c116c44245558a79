package store_test

import (
	"errors"
	"strings"
	"testing"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
	"soundings/server/services/servicestest"
)

var ana = cohorts.Participant{
	Ref: "P-0001", Group: cohorts.Patient, Name: "Ana María Peña-O'Brien", Email: "Ana.Pena@Example.org", Phone: "(615) 555-0134",
	Language: "es", Attributes: map[string]string{"site": "north"},
}

// No document says what a participant is called, nor how to reach them.
func TestParticipantsAreSealed(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		must(c.Cohorts.SaveParticipant(c.ctx, ana))
		report := must(c.Cohorts.Import(c.ctx, strings.NewReader("ref,group,name,email\nP-0002,staff,Zebulon Quint,zeb@example.net\n"), false))
		expect.Equal(t, "imported", report.Added, 1)
		documents := strings.ToLower(strings.Join(c.Documents(t), "\n"))
		for _, secret := range []string{
			"maría", "mar\\u00eda", "peña", "brien", "pena@", "example.org", "555-0134", "555 0134", "5550134", "zebulon", "quint", "zeb@", servicestest.Secret,
		} {
			if strings.Contains(documents, secret) {
				t.Errorf("%q lies in the open", secret)
			}
		}
		if !strings.Contains(documents, "p-0001") || !strings.Contains(documents, "north") {
			t.Error("what is not secret is not there either: the documents were not read")
		}
		expect.Equal(t, "read again", must(c.Cohorts.Participant(c.ctx, "P-0001")).Same(ana), true)
	})
}

// A field sealed for one participant is of no use in another's document.
func TestSealedFieldsStayInTheirPlace(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		must(c.Cohorts.SaveParticipant(c.ctx, ana))
		other := ana
		other.Ref = "P-0002"
		must(c.Cohorts.SaveParticipant(c.ctx, other))
		a := must(c.Engine.Get(c.ctx, "participants", "P-0001", "P-0002"))
		expect.Equal(t, "the same name, sealed the same", a[0].Lookup("name").Equal(a[1].Lookup("name")), false)
		expect.Equal(t, "the same name, found the same", a[0].Lookup("word_hashes").Equal(a[1].Lookup("word_hashes")), true)
	})
}

func TestParticipantsAreFound(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		must(c.Cohorts.SaveParticipant(c.ctx, ana))
		must(c.Cohorts.SaveParticipant(c.ctx, cohorts.Participant{Ref: "7654321", Group: cohorts.Staff, Name: "Bo Ana", Email: "bo@example.org"}))
		must(c.Cohorts.SaveParticipant(c.ctx, cohorts.Participant{Ref: "nobody", Group: cohorts.Staff}))
		for typed, want := range map[string]string{
			"ana.pena@example.org": "P-0001", " ANA.PENA@EXAMPLE.ORG ": "P-0001", "pena@example.org": "",
			"615-555-0134": "P-0001", "+1 (615) 555 0134": "P-0001", "6155550134": "P-0001", "615-555-0135": "", "555-0134": "",
			"pena": "P-0001", "PEÑA": "P-0001", "Peña ": "P-0001", "maria": "P-0001", "pen": "", "Ana María": "P-0001", "O'Brien": "P-0001",
			"ana": "7654321 P-0001", "bo": "7654321",
			"P-0001": "P-0001", "P-000": "", "7654321": "7654321", "nobody": "", "...": "",
		} {
			page := must(c.Cohorts.Participants(c.ctx, cohorts.SearchParticipants(typed)))
			expect.Equal(t, typed, strings.Join(refsIn(page.Items), " "), want)
		}
	})
}

func refsIn(all []cohorts.Participant) []string {
	var refs []string
	for _, p := range all {
		refs = append(refs, p.Ref)
	}
	return refs
}

// A list is read page by page, in the order of the refs.
func TestParticipantsPageByPage(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.People(t, cohorts.Patient, refs(120)...)
		must(c.Cohorts.SaveParticipant(c.ctx, cohorts.Participant{Ref: "S-1", Group: cohorts.Staff}))
		for _, q := range []cohorts.ParticipantQuery{{Group: cohorts.Patient}, {Group: cohorts.Patient, Limit: 7}, {Limit: 1000, Group: cohorts.Patient}} {
			var all []string
			for {
				page := must(c.Cohorts.Participants(c.ctx, q))
				all = append(all, refsIn(page.Items)...)
				if q.After = page.Next; q.After == "" {
					break
				}
			}
			expect.Equal(t, "refs", strings.Join(all, " "), strings.Join(refs(120), " "))
		}
		expect.Equal(t, "everybody, a page unless said", len(must(c.Cohorts.Participants(c.ctx, cohorts.ParticipantQuery{})).Items), 50)
		expect.Equal(t, "the staff", refsIn(must(c.Cohorts.Participants(c.ctx, cohorts.ParticipantQuery{Group: cohorts.Staff})).Items), []string{"S-1"})
		_, err := c.Cohorts.Participants(c.ctx, cohorts.ParticipantQuery{After: "nonsense!"})
		expect.Refused(t, "a cursor that is none", err, base.Invalid)
		_, err = c.Cohorts.Participant(c.ctx, "P-9999")
		expect.Refused(t, "nobody", err, base.NotFound)
	})
}

// What was changed in the meantime is not overwritten by who has not seen it.
func TestLostUpdate(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		p := must(c.Cohorts.SaveParticipant(c.ctx, ana))
		mine, theirs := p, p
		mine.Name, theirs.Name = "Mine", "Theirs"
		expect.Equal(t, "the first", c.Store.SaveParticipants(c.ctx, []cohorts.Participant{theirs}), nil)
		fresh := cohorts.Participant{Ref: "P-0002", Group: cohorts.Patient}
		if err := c.Store.SaveParticipants(c.ctx, []cohorts.Participant{fresh, mine}); !errors.Is(err, base.ErrChanged) {
			t.Errorf("the second: %v", err)
		}
		again := ana
		if err := c.Store.SaveParticipants(c.ctx, []cohorts.Participant{again}); !errors.Is(err, base.ErrChanged) {
			t.Errorf("added a second time: %v", err)
		}
		kept := must(c.Store.Participants(c.ctx, "P-0001", "P-0002"))
		expect.Equal(t, "who was first", kept[0].Name, "Theirs")
		expect.Equal(t, "all or none", kept[1].Version, int64(0))
	})
}
