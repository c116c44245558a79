package surveys

// Mode is the way by which an answer came.
type Mode string

// The modes.
const (
	Link  Mode = "link"
	Paper Mode = "paper" // a sheet, which staff entered
	Phone Mode = "phone" // a call, of which staff entered what was said
	Kiosk Mode = "kiosk" // by link, on a screen that stands in a waiting room
)

// Modes returns them in the order of pages.
func Modes() []Mode { return []Mode{Link, Paper, Phone, Kiosk} }

// Entered reports whether staff enter what comes by this mode.
func (m Mode) Entered() bool { return m == Paper || m == Phone }
