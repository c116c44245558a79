package page

import (
	"fmt"
	"html/template"
	"strings"

	"rsc.io/qr"
)

// qrMargin is how many light squares stand around a QR code, as its standard asks for.
const qrMargin = 4

// QRPicture draws a text as a QR code that can be printed at any size. It stays dark on light in every colour scheme.
func QRPicture(text, title string) (template.HTML, error) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return "", fmt.Errorf("making a QR code: %w", err)
	}
	var path strings.Builder
	for y := range code.Size {
		for x := range code.Size {
			if code.Black(x, y) {
				fmt.Fprintf(&path, "M%d %dh1v1h-1z", x+qrMargin, y+qrMargin)
			}
		}
	}
	side := code.Size + 2*qrMargin
	return template.HTML(fmt.Sprintf( // of numbers, and of a title that is escaped
		`<svg class="qr" role="img" aria-label="%s" viewBox="0 0 %d %d" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h%dv%dH0z"/><path fill="#000" d="%s"/></svg>`,
		template.HTMLEscapeString(title), side, side, side, side, path.String())), nil
}
