package plan_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/plan"
)

// onDay returns the day that is written like this.
func onDay(text string) time.Time { return must(time.Parse(time.DateOnly, text)) }

// The vendor's card is kept as a whole, tidied, and not over what somebody else wrote meanwhile.
func TestSaveVendor(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		before := must(c.Plans.Vendor(c.ctx))
		expect.Equal(t, "before", before.Unknown(), true)
		saved := must(c.Plans.SaveVendor(c.ctx, plan.Vendor{
			Name: " Portal\nWorks ", Hours: "8 to 5 ", Tickets: " https://tickets.example.net/{ticket}",
			People:   []plan.VendorContact{{}, {Name: " Kim Ellis", Role: "support ", Phone: " 555 010 0177 ext. 4", Email: " kim@example.net "}, {Name: " "}},
			Contract: plan.Contract{Ends: onDay("2027-06-30"), Notice: 90, Text: " For two years.\n"},
		}))
		expect.Equal(t, "kept", written(must(c.Plans.Vendor(c.ctx))), written(saved))
		expect.Equal(t, "tidied", written(saved), written(plan.Vendor{
			Name: "Portal Works", Hours: "8 to 5", Tickets: "https://tickets.example.net/{ticket}", People: []plan.VendorContact{{Name: "Kim Ellis", Role: "support", Phone: "555 010 0177 ext. 4", Email: "kim@example.net"}},
			Contract: plan.Contract{Ends: onDay("2027-06-30"), Notice: 90, Text: "For two years."}, Version: 1,
		}))
		expect.Equal(t, "it is known", saved.Unknown(), false)
		must(c.Plans.SaveVendor(c.ctx, saved))
		_, err := c.Plans.SaveVendor(c.ctx, saved)
		expect.Refused(t, "an older version", err, base.Conflict)
		expect.Equal(t, "without a version", must(c.Plans.SaveVendor(c.ctx, plan.Vendor{Name: "Other"})).Version, int64(3))
	})
}

// What is wrong with a card is named at once, and nothing of it is kept.
func TestVendorsThatCannotBe(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		for _, test := range []struct {
			about  string
			vendor plan.Vendor
			want   string
		}{
			{"no safe address", plan.Vendor{Name: "A", Tickets: "http://tickets.example.net"}, "tickets: vendor.tickets_bad"},
			{"a script", plan.Vendor{Name: "A", Tickets: "javascript:alert(1)"}, "tickets: vendor.tickets_bad"},
			{"no host", plan.Vendor{Name: "A", Tickets: "https:///x"}, "tickets: vendor.tickets_bad"},
			{"with a password", plan.Vendor{Name: "A", Tickets: "https://a:b@tickets.example.net"}, "tickets: vendor.tickets_bad"},
			{"the number in the host", plan.Vendor{Name: "A", Tickets: "https://{ticket}.example.net"}, "tickets: vendor.tickets_bad"},
			{"somebody without a name", plan.Vendor{Name: "A", People: []plan.VendorContact{{}, {Phone: "555"}}}, "people[1].name: error.required"},
			{"no mail address", plan.Vendor{Name: "A", People: []plan.VendorContact{{Name: "Kim", Email: "kim"}}}, "people[0].email: error.email"},
			{"notice of no contract", plan.Vendor{Name: "A", Contract: plan.Contract{Notice: 30}}, "contract.ends: vendor.ends_first"},
			{"no name", plan.Vendor{Name: " ", Hours: "8 to 5"}, "name: error.required"},
			{"too much", plan.Vendor{Name: strings.Repeat("ñ", 101), Hours: strings.Repeat("ñ", 201), People: make([]plan.VendorContact, 11), Contract: plan.Contract{Ends: onDay("2027-06-30"), Notice: 1001, Text: strings.Repeat("ñ", 2001)}},
				"name: error.max_length, people: error.max_items, hours: error.max_length, contract.notice_days: error.max, contract.text: error.max_length"},
		} {
			_, err := c.Plans.SaveVendor(c.ctx, test.vendor)
			expect.Equal(t, test.about, strings.Join(expect.Fields(err), ", "), test.want)
		}
		nothing := must(c.Plans.Vendor(c.ctx))
		expect.Equal(t, "nothing is kept", nothing.Unknown(), true)
	})
}

// A ticket's number leads to its page, wherever in the address that stands; an address leads there by itself.
func TestTicketHref(t *testing.T) {
	for _, test := range []struct{ tickets, ticket, want string }{
		{"https://tickets.example.net/{ticket}", "PW 17/4", "https://tickets.example.net/PW%2017%2F4"},
		{"https://tickets.example.net/?id={ticket}&by=us", "a+b&c", "https://tickets.example.net/?id=a%2Bb%26c&by=us"},
		{"https://tickets.example.net/", "17", "https://tickets.example.net/"},
		{"https://tickets.example.net/{ticket}", " ", ""},
		{"", "17", ""},
		{"", "https://other.example.net/17", "https://other.example.net/17"},
		{"https://tickets.example.net/{ticket}", "javascript:alert(1)", "https://tickets.example.net/javascript%3Aalert%281%29"},
	} {
		expect.Equal(t, test.tickets+" "+test.ticket, plan.Vendor{Tickets: test.tickets}.TicketHref(test.ticket), test.want)
	}
}

// The team is told of a contract two months before the last day for notice, or before its end where there is none.
func TestContractNear(t *testing.T) {
	ends := onDay("2027-06-30")
	for _, test := range []struct {
		contract plan.Contract
		by       string
		near     string // the first day on which it is
	}{
		{plan.Contract{Ends: ends, Notice: 90}, "2027-04-01", "2027-01-31"},
		{plan.Contract{Ends: ends}, "", "2027-05-01"},
		{plan.Contract{}, "", ""},
	} {
		about, by := fmt.Sprint(test.contract), ""
		if at := test.contract.NoticeBy(); !at.IsZero() {
			by = at.Format(time.DateOnly)
		}
		expect.Equal(t, about+" notice by", by, test.by)
		if test.near == "" {
			expect.Equal(t, about, test.contract.Near(ends), false)
			continue
		}
		expect.Equal(t, about+" before", test.contract.Near(onDay(test.near).AddDate(0, 0, -1)), false)
		expect.Equal(t, about, test.contract.Near(onDay(test.near)), true)
		expect.Equal(t, about+" when it is over", test.contract.Near(ends.AddDate(0, 0, 1)), true)
	}
}
