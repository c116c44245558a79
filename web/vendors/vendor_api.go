package vendors

import (
	"github.com/labstack/echo/v4"

	"soundings/cohorts/plan"
	"soundings/web/page"
)

// vendorBody is the vendor's card as the API has it.
type vendorBody struct {
	Name     string               `json:"name"`
	People   []plan.VendorContact `json:"people"`
	Hours    string               `json:"hours"`
	Tickets  string               `json:"tickets"` // https: address; {ticket} stands where the number of one goes
	Contract contractBody         `json:"contract"`
	Version  int64                `json:"version"` // of PUT: refuse where another version is kept; 0: replace any
}

// contractBody is the contract with the vendor; its day is written as 2027-03-31.
type contractBody struct {
	Ends   string `json:"ends"`
	Notice int    `json:"notice_days"` // how many days before it ends notice has to be given; 0: none has
	Text   string `json:"text"`
}

// vendorAnswer is the card with what follows from it.
type vendorAnswer struct {
	vendorBody
	NoticeBy string `json:"notice_by"` // the last day for notice; empty: there is no such day
}

func newVendorAnswer(v plan.Vendor) vendorAnswer {
	return vendorAnswer{NoticeBy: page.PlainDay(v.Contract.NoticeBy()), vendorBody: vendorBody{
		Name: v.Name, People: append([]plan.VendorContact{}, v.People...), Hours: v.Hours, Tickets: v.Tickets,
		Contract: contractBody{page.PlainDay(v.Contract.Ends), v.Contract.Notice, v.Contract.Text}, Version: v.Version,
	}}
}

// APIVendor returns the vendor's card.
func (s *Pages) APIVendor(c echo.Context) error {
	v, err := s.Plans.Vendor(c.Request().Context())
	return page.OK(c, newVendorAnswer(v), err)
}

// APIPutVendor puts the card in the place of what is kept.
func (s *Pages) APIPutVendor(c echo.Context) error {
	b, err := page.Decode[vendorBody](c)
	if err != nil {
		return err
	}
	v := plan.Vendor{
		Name: b.Name, People: b.People, Hours: b.Hours, Tickets: b.Tickets, Contract: plan.Contract{Notice: b.Contract.Notice, Text: b.Contract.Text}, Version: b.Version,
	}
	if b.Contract.Ends != "" {
		v.Contract.Ends, err = page.DayIn("contract.ends", b.Contract.Ends)
	}
	if err = page.Besides(err, v.Check()); err != nil {
		return err
	}
	v, err = s.Plans.SaveVendor(c.Request().Context(), v)
	return page.OK(c, newVendorAnswer(v), err)
}
