package cohorts

// Address is where letters reach somebody.
type Address struct {
	Street   string `json:"street" validate:"max=200"` // with the number, and an apartment behind a comma
	City     string `json:"city" validate:"max=100"`
	Region   string `json:"region" validate:"max=100"`
	Postcode string `json:"postcode" validate:"max=20"`
}

// Complete reports whether a letter with this address may arrive: it has a street and a place.
func (a Address) Complete() bool { return a.Street != "" && (a.City != "" || a.Postcode != "") }

// Lines returns the address as it stands on a letter, below the name; none where there is no address.
func (a Address) Lines() []string {
	place := a.City
	for _, part := range []struct{ text, before string }{{a.Region, ", "}, {a.Postcode, " "}} {
		switch {
		case part.text == "":
		case place == "":
			place = part.text
		default:
			place += part.before + part.text
		}
	}
	var lines []string
	for _, line := range []string{a.Street, place} {
		if line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// Hours is when somebody is best called.
type Hours string

// The times of day.
const (
	Morning   Hours = "morning"
	Afternoon Hours = "afternoon"
	Evening   Hours = "evening"
)

// AllHours returns them in the order of the day.
func AllHours() []Hours { return []Hours{Morning, Afternoon, Evening} }
