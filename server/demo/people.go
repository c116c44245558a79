package demo

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"

	"github.com/gosimple/slug"

	"soundings/cohorts"
)

// age is an age band, youngest first.
type age int

const ages = 5

func (a age) String() string { return [ages]string{"18-34", "35-49", "50-64", "65-79", "80+"}[a] }

// person is a participant as the import file has them.
type person struct {
	ref, name, email, phone, language string
	group                             cohorts.Group
	age                               age // of patients
	site                              string
	visits                            int             // of patients, in the last year
	home                              cohorts.Address // of patients
	bestTime                          cohorts.Hours   // of those who said one
}

// people are all participants by ref, and the refs of the patients in no order.
type people struct {
	all      []person
	byRef    map[string]person
	patients []string
}

// everybody makes all participants up.
func everybody() people {
	var p people
	names := newNames()
	for _, g := range []struct {
		group  cohorts.Group
		prefix string
		number int
	}{
		{cohorts.Patient, "P", 1780}, {cohorts.Staff, "S", 128}, {cohorts.Provider, "D", 48}, {cohorts.HIT, "T", 12},
		{cohorts.Leadership, "L", 10}, {cohorts.Practice, "X", 22},
	} {
		for n := range g.number {
			p.all = append(p.all, newPerson(names, g.group, fmt.Sprintf("%s-%04d", g.prefix, 1001+n), n))
		}
	}
	p.byRef = make(map[string]person, len(p.all))
	for _, one := range p.all {
		p.byRef[one.ref] = one
		if one.group == cohorts.Patient {
			p.patients = append(p.patients, one.ref)
		}
	}
	newChance("order").Shuffle(len(p.patients), func(i, j int) {
		p.patients[i], p.patients[j] = p.patients[j], p.patients[i]
	})
	return p
}

// newPerson makes up the participant number n of a group.
func newPerson(names *names, group cohorts.Group, ref string, n int) person {
	r := newChance("person", ref)
	p := person{ref: ref, group: group, language: "en", site: one(r, strings.Split(siteNames, ", "))}
	switch group {
	case cohorts.Patient:
		p.age = age(r.share(0.21, 0.22, 0.25, 0.21, 0.11))
		p.visits = min(24, int(r.ExpFloat64()*(1.5+float64(p.age))))
		if r.happens(0.35) {
			p.language = "es"
		}
	case cohorts.Practice:
		p.name, p.site = names.practices[n], ""
		p.email = slug.Make(p.name) + "@example.net"
		p.phone = phone(r)
		return p
	default:
		p.age = age(r.share(0.4, 0.4, 0.2))
	}
	first, last := names.pick(r, p.language == "es", p.age)
	p.name = first + " " + last
	if group == cohorts.Provider {
		p.name = "Dr. " + p.name
	}
	if group != cohorts.Patient || r.happens([ages]float64{0.98, 0.96, 0.9, 0.78, 0.5}[p.age]) {
		p.email = names.address(r, first, last)
	}
	if p.email == "" || r.happens(0.85) {
		p.phone = phone(r)
	}
	if group == cohorts.Patient {
		p.home, p.bestTime = home(newChance("home", ref))
	}
	return p
}

// home makes up where a patient lives and when they like to be called; of a few nobody wrote that down.
func home(r chance) (cohorts.Address, cohorts.Hours) {
	var hours cohorts.Hours
	if r.happens(0.3) {
		hours = one(r, cohorts.AllHours())
	}
	if r.happens(0.06) {
		return cohorts.Address{}, hours
	}
	street := fmt.Sprintf("%d %s %s", 1+r.IntN(480), one(r, strings.Fields("Oak Elm Maple Birch Cedar Pine Spruce Willow Lake River Mill Church")), one(r, strings.Fields("Street Road Lane Avenue")))
	if r.happens(0.2) {
		street += fmt.Sprintf(", Apt %d", 1+r.IntN(24))
	}
	return cohorts.Address{Street: street, City: one(r, strings.Split("Millbrook, Ashford, East Haven, Winslow Falls", ", ")), Region: "NH", Postcode: fmt.Sprintf("0%d", 3000+r.IntN(900))}, hours
}

// phone returns a number of those that are kept for stories, so that it is nobody's.
func phone(r chance) string {
	return fmt.Sprintf("%s-555-01%02d", one(r, []string{"207", "603", "802", "413", "518", "617", "401", "860"}), r.IntN(100))
}

// address returns a mail address that nobody else has.
func (n *names) address(r chance, first, last string) string {
	surname, _, _ := strings.Cut(last, " ")
	local := slug.Make(first) + "." + slug.Make(surname)
	if n.taken[local]++; n.taken[local] > 1 {
		local += strconv.Itoa(n.taken[local])
	}
	return local + "@" + one(r, []string{"example.org", "example.net"})
}

// load imports everybody from a CSV file, the way a clinic would.
func (b *builder) load(ctx context.Context) error {
	var file bytes.Buffer
	w := csv.NewWriter(&file)
	rows := [][]string{{"ref", "group", "name", "email", "phone", "language", "street", "city", "region", "postcode", "best_time", "age", "site", "visits"}}
	for _, p := range b.people.all {
		age, visits := "", ""
		if p.group == cohorts.Patient {
			age, visits = p.age.String(), strconv.Itoa(p.visits)
		}
		rows = append(rows, []string{
			p.ref, string(p.group), p.name, p.email, p.phone, p.language, p.home.Street, p.home.City, p.home.Region, p.home.Postcode,
			string(p.bestTime), age, p.site, visits,
		})
	}
	if err := w.WriteAll(rows); err != nil {
		return fmt.Errorf("writing the import file: %w", err)
	}
	report, err := b.teamAt(80, 10, 30).Cohorts.Import(ctx, &file, false)
	if err != nil {
		return err
	}
	if len(report.Errors) > 0 {
		e := report.Errors[0]
		return fmt.Errorf("line %d, column %s: %s", e.Line, e.Column, e.Text.ID)
	}
	return nil
}
