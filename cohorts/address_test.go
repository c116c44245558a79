package cohorts

import (
	"strings"
	"testing"
	"time"

	"soundings/cohorts/base"
	"soundings/cohorts/upload"
)

func TestLinesOfAnAddress(t *testing.T) {
	for _, c := range []struct {
		about    string
		address  Address
		want     string
		complete bool
	}{
		{"a whole one", Address{"12 Oak Street, Apt 4", "Denver", "CO", "80202"}, "12 Oak Street, Apt 4 | Denver, CO 80202", true},
		{"no region", Address{"Calle Mayor 5", "Madrid", "", "28013"}, "Calle Mayor 5 | Madrid 28013", true},
		{"no postcode", Address{"12 Oak Street", "Denver", "CO", ""}, "12 Oak Street | Denver, CO", true},
		{"no city", Address{"12 Oak Street", "", "", "80202"}, "12 Oak Street | 80202", true},
		{"no place", Address{"12 Oak Street", "", "CO", ""}, "12 Oak Street | CO", false},
		{"no street", Address{"", "Denver", "CO", "80202"}, "Denver, CO 80202", false},
		{"none", Address{}, "", false},
	} {
		equal(t, c.about, strings.Join(c.address.Lines(), " | "), c.want)
		equal(t, c.about+": complete", c.address.Complete(), c.complete)
	}
}

func TestCheckAddresses(t *testing.T) {
	for _, c := range []struct {
		about  string
		change func(*Participant)
		want   []string
	}{
		{"none", func(*Participant) {}, nil},
		{"one with accents", func(p *Participant) { p.Address = Address{"Calle Peñón 5", "Cádiz", "", "11001"} }, nil},
		{"a street of two lines", func(p *Participant) { p.Address.Street = "12 Oak\nApt 4" }, nil},
		{"a mail address with a line break", func(p *Participant) { p.Email = "ana@example.org\nBcc: b@example.org" }, []string{"email: error.email"}},
		{"a mail address without a place", func(p *Participant) { p.Email = "a@b" }, []string{"email: error.email"}},
		{"a telephone of letters", func(p *Participant) { p.Phone = "call me" }, []string{"phone: error.phone"}},
		{"a long postcode", func(p *Participant) { p.Address.Postcode = strings.Repeat("1", 21) }, []string{"address.postcode: error.max_length"}},
		{"an hour", func(p *Participant) { p.BestTime = "9 am" }, []string{"best_time: error.oneof"}},
		{"an evening", func(p *Participant) { p.BestTime = Evening }, nil},
	} {
		p := Participant{Ref: "P-001", Group: Patient}
		c.change(&p)
		equal(t, c.about, bad(t, base.Check(p.tidy())), c.want)
	}
}

// Where files have addresses, and what comes of their cells.
func TestAddressesOfFiles(t *testing.T) {
	kept := Participant{Ref: "a", Group: Patient, Address: Address{"1 Elm Road", "Salem", "MA", "01970"}, BestTime: Morning}
	for _, c := range []struct {
		about, columns, row string
		erase               bool
		want                string // the lines, the best time
		opposite            string
	}{
		{"cells of two lines", "ref|street|city", "b|12 Oak Street\r\nApt 4|Fort\u2028Collins", false, "12 Oak Street Apt 4 | Fort Collins | ", ""},
		{"a whole one", "ref|street|city|region|postcode", "b|12 Oak Street|Denver|CO|80202", false, "12 Oak Street | Denver, CO 80202 | ", ""},
		{"a street in two columns", "ref|street|street|city", "b|12 Oak Street|Apt 4|Denver", false, "12 Oak Street, Apt 4 | Denver | ", ""},
		{"the second of them blank", "ref|street|street|city", "b|12 Oak Street||Denver", false, "12 Oak Street | Denver | ", ""},
		{"a new street over an old one", "ref|street|street", "a|12 Oak Street|", false, "12 Oak Street | Salem, MA 01970 | morning", ""},
		{"a blank street leaves", "ref|street|street", "a||", false, "1 Elm Road | Salem, MA 01970 | morning", "street"},
		{"a blank street erases where that is asked", "ref|street", "a|", true, "Salem, MA 01970 | morning", "street"},
		{"a blank postcode leaves", "ref|postcode|best_time", "a||", false, "1 Elm Road | Salem, MA 01970 | morning", "postcode best_time"},
		{"a time of day in Spanish", "ref|best_time", "a|Por la tarde", false, "1 Elm Road | Salem, MA 01970 | afternoon", ""},
		{"a time of day in short", "ref|best_time", "a|PM", false, "1 Elm Road | Salem, MA 01970 | afternoon", ""},
		{"a time that is none", "ref|best_time", "a|9 to 5", false, "1 Elm Road | Salem, MA 01970 | 9 to 5", ""},
	} {
		read, wrong := newRowReader(strings.Split(c.columns, "|"), Reading{Erase: c.erase}, time.Now())
		equal(t, c.about+": mistakes", len(wrong), 0)
		before := Participant{}
		if strings.HasPrefix(c.row, "a|") {
			before = kept
		}
		p, opposite := read.with(before, strings.Split(c.row, "|"))
		equal(t, c.about, strings.Join(append(p.Address.Lines(), string(p.BestTime)), " | "), c.want)
		equal(t, c.about+": opposite", strings.Join(opposite, " "), c.opposite)
	}
}

func TestColumnsOfAddresses(t *testing.T) {
	for header, want := range map[string]string{
		"Address 1": "street", "Address Line 2": "street", "Street Address": "street", "Dirección": "street", "Calle": "street",
		"City": "city", "Ciudad": "city", "State": "region", "Provincia": "region", "ZIP": "postcode", "Zip Code": "postcode",
		"Código postal": "postcode", "Best time to call": "best_time", "Mejor hora": "best_time",
	} {
		equal(t, header, guess([]string{"ref", header}, upload.Mapping{})[header], want)
	}
}
