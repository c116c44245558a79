package people

import (
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/web/page"
)

// attributeField returns the name of the field of an attribute, which is what the domain's refusals call it.
func attributeField(name string) string { return "attributes[" + name + "]" }

// attributeOf returns the name of the attribute that a field of the form is about.
func attributeOf(field string) (name string, ok bool) {
	name, opened := strings.CutPrefix(field, "attributes[")
	name, closed := strings.CutSuffix(name, "]")
	return name, opened && closed
}

// participantValues returns what stands in the form of a participant.
func participantValues(p cohorts.Participant) url.Values {
	values := url.Values{
		"group": {string(p.Group)}, "name": {p.Name}, "email": {p.Email}, "phone": {p.Phone}, "language": {p.Language}, "proxy": {p.Proxy},
		"address.street": {p.Address.Street}, "address.city": {p.Address.City}, "address.region": {p.Address.Region},
		"address.postcode": {p.Address.Postcode}, "best_time": {string(p.BestTime)},
	}
	if p.Minor {
		values.Set("minor", "yes")
	}
	for name, value := range p.Attributes {
		values.Set(attributeField(name), value)
	}
	return values
}

// typedParticipant reads the form of a participant.
func typedParticipant(c echo.Context, ref string) cohorts.Participant {
	p := cohorts.Participant{
		Ref: strings.TrimSpace(ref), Group: cohorts.Group(c.FormValue("group")), Name: c.FormValue("name"), Email: c.FormValue("email"),
		Phone: c.FormValue("phone"), Language: c.FormValue("language"), Proxy: c.FormValue("proxy"), Minor: c.FormValue("minor") != "",
		Address: cohorts.Address{
			Street: c.FormValue("address.street"), City: c.FormValue("address.city"), Region: c.FormValue("address.region"),
			Postcode: c.FormValue("address.postcode"),
		},
		BestTime: cohorts.Hours(c.FormValue("best_time")), Attributes: map[string]string{},
	}
	for field := range c.Request().Form {
		if name, ok := attributeOf(field); ok {
			p.Attributes[name] = c.FormValue(field)
		}
	}
	if name, value := c.FormValue("attributes"), c.FormValue("attributes.value"); name != "" || value != "" {
		p.Attributes[name] = value
	}
	return p
}

// namingAttribute leads the refusal of the attribute that was just typed to the field of its name: it has no field of its
// own yet.
func namingAttribute(c echo.Context, err error) error {
	field := attributeField(strings.TrimSpace(c.FormValue("attributes")))
	if c.Request().Form.Has(field) {
		return err
	}
	return page.Renamed(err, map[string]string{field: "attributes"})
}
