package vendors

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/cohorts/plan"
	"soundings/web/page"
)

// EditPage is the form of the vendor's card. Its fields are called as in JSON: "name", "hours", "tickets", "people[0].name",
// "contract.ends" and so on, with "version".
type EditPage struct {
	page.Page
	Version   string
	Overtaken []page.Fact // the card as somebody else saved it meanwhile, where what was typed is not saved
	People    []personForm
}

// Template returns the name of the page's template.
func (EditPage) Template() string { return "vendors/edit" }

// personForm is one person of the form.
type personForm struct {
	Title string
	Pairs [][]page.Field
}

// mostPeople is how many people a card has; blankPeople how many more the form offers.
const (
	mostPeople  = 10
	blankPeople = 2
)

// personFields are what the fields of a person are called, with their labels and kinds.
var personFields = []struct{ name, label, kind string }{
	{"name", "vendor.person", "text"}, {"role", "vendor.role", "text"}, {"phone", "vendor.phone", "tel"}, {"email", "field.email", "email"},
}

// EditVendor shows the form.
func (s *Pages) EditVendor(c echo.Context) error { return s.Show(c, s.editPage) }

func (s *Pages) editPage(c echo.Context, frame page.Page) (page.View, error) {
	v, err := s.Plans.Vendor(c.Request().Context())
	if err != nil {
		return nil, err
	}
	return newEditPage(frame, v), nil
}

func newEditPage(frame page.Page, v plan.Vendor) EditPage {
	if frame.Form.Values == nil {
		frame.Form.Values = values(v)
	}
	form := EditPage{Page: frame, Version: strconv.FormatInt(v.Version, 10)}
	filled := len(v.People)
	for frame.Form.Values.Has(personName(filled, "name")) { // as many as were sent
		filled++
	}
	for i := range min(max(filled, len(v.People)+blankPeople), mostPeople) {
		one := personForm{Title: frame.T("vendor.person_n", "N", i+1)}
		for pair := range slices.Chunk(personFields, 2) {
			var fields []page.Field
			for _, f := range pair {
				fields = append(fields, frame.Field(personName(i, f.name), f.label, f.kind).Optional())
			}
			one.Pairs = append(one.Pairs, fields)
		}
		form.People = append(form.People, one)
	}
	return form
}

// personName returns the name of a field of a person.
func personName(i int, field string) string { return fmt.Sprintf("people[%d].%s", i, field) }

// values returns what stands in the form of a card.
func values(v plan.Vendor) url.Values {
	all := url.Values{
		"name": {v.Name}, "hours": {v.Hours}, "tickets": {v.Tickets}, "contract.ends": {page.PlainDay(v.Contract.Ends)}, "contract.text": {v.Contract.Text},
	}
	if v.Contract.Notice > 0 {
		all.Set("contract.notice_days", strconv.Itoa(v.Contract.Notice))
	}
	for i, p := range v.People {
		for field, value := range map[string]string{"name": p.Name, "role": p.Role, "phone": p.Phone, "email": p.Email} {
			all.Set(personName(i, field), value)
		}
	}
	return all
}

// typed reads the form of a card.
func typed(c echo.Context) (plan.Vendor, error) {
	form, err := c.FormParams()
	if err != nil {
		return plan.Vendor{}, base.Refuse(base.Invalid, "error.form")
	}
	v := plan.Vendor{Name: form.Get("name"), Hours: form.Get("hours"), Tickets: form.Get("tickets"), Contract: plan.Contract{Text: form.Get("contract.text")}}
	for i := 0; i < mostPeople && form.Has(personName(i, "name")); i++ {
		of := func(field string) string { return form.Get(personName(i, field)) }
		v.People = append(v.People, plan.VendorContact{Name: of("name"), Role: of("role"), Phone: of("phone"), Email: of("email")})
	}
	var errs []error
	if ends := strings.TrimSpace(form.Get("contract.ends")); ends != "" {
		v.Contract.Ends, err = page.DayIn("contract.ends", ends)
		errs = append(errs, err)
	}
	v.Contract.Notice, err = page.Whole(c, "contract.notice_days")
	errs = append(errs, err)
	v.Version, err = page.Version(c)
	return v, page.Together(append(errs, err)...)
}

// SaveVendor saves the form. Where somebody else saved the card meanwhile, nothing is saved yet: the page shows both.
func (s *Pages) SaveVendor(c echo.Context) error {
	v, err := typed(c)
	if err = page.Besides(err, v.Check()); err == nil {
		_, err = s.Plans.SaveVendor(c.Request().Context(), v)
	}
	switch {
	case base.IsCode(err, base.Conflict):
		return s.overtaken(c)
	case err != nil:
		return s.Again(c, editPath, err, s.editPage)
	}
	return s.Done(c, vendorPath, "flash.vendor_saved")
}

// overtaken shows what was typed beside the card as it is now. Saving once more puts it in the place of that.
func (s *Pages) overtaken(c echo.Context) error {
	frame, err := s.Overtaken(c, editPath, base.T("vendor.changed"))
	if err != nil {
		return err
	}
	v, err := s.Plans.Vendor(c.Request().Context())
	if err != nil {
		return err
	}
	form := newEditPage(frame, v)
	form.Overtaken = cardFacts(frame, v)
	return s.Render(c, http.StatusConflict, form)
}

// cardFacts says all that stands on a card.
func cardFacts(frame page.Page, v plan.Vendor) []page.Fact {
	all := []page.Fact{{Label: frame.T("vendor.name"), Value: v.Name}, {Label: frame.T("vendor.hours"), Value: v.Hours}, {Label: frame.T("vendor.tickets"), Value: v.Tickets}}
	for _, p := range v.People {
		said := []string{p.Name}
		for _, text := range []string{p.Role, p.Phone, p.Email} {
			if text != "" {
				said = append(said, text)
			}
		}
		all = append(all, page.Fact{Label: frame.T("vendor.person"), Value: strings.Join(said, ", ")})
	}
	all = append(all, contractFacts(frame, v.Contract, v.Contract.Ends)...)
	all = append(all, page.Fact{Label: frame.T("vendor.contract"), Value: v.Contract.Text})
	shown := all[:0]
	for _, f := range all {
		if f.Value != "" {
			shown = append(shown, f)
		}
	}
	return shown
}
