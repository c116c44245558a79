package board

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	_ "image/gif" // each registers how it is read
	"image/jpeg"
	_ "image/png"
	"io"
	"iter"
	"runtime/debug"

	"golang.org/x/image/draw"
	_ "golang.org/x/image/webp"

	"soundings/cohorts/base"
)

// Bounds of a picture. What comes is read no further, and nothing of it is decoded that would have more pixels.
const (
	MaxUpload  = 8 << 20    // bytes
	maxPixels  = 25_000_000 // what telephones take: 24 megapixels, in whole rows
	maxPicture = 400 << 10  // bytes, as it is kept
)

// Picture is what one report shows, drawn anew: nothing that came with it, as where it was taken, is kept.
type Picture struct {
	ID      string
	JPEG    []byte
	Version int64
}

// AddPicture keeps a picture with a report that has none yet. It returns Invalid for one that is too large, or is none.
func (s *Service) AddPicture(ctx context.Context, report string, from io.Reader) error {
	data, err := io.ReadAll(io.LimitReader(from, MaxUpload+1))
	if err != nil {
		return fmt.Errorf("reading a picture: %w", err)
	}
	if len(data) > MaxUpload {
		return badPicture("bump.picture_large")
	}
	p := Picture{ID: base.NewID(s.Rand)}
	if p.JPEG, err = s.redrawn(ctx, data); err != nil {
		return err
	}
	_, err = base.Revise(func() (Report, error) { return s.Store.Report(ctx, report) }, func(r *Report) error {
		if r.Picture != "" {
			return base.Refuse(base.Conflict, "bump.picture_there")
		}
		r.Picture = p.ID
		return nil
	}, func(r Report) error { return s.Store.SaveBumps(ctx, "", Saved{Reports: []Report{r}, Picture: p}) })
	if err != nil {
		return fmt.Errorf("keeping a picture: %w", err)
	}
	return nil
}

// Picture returns a picture as it is kept, or NotFound.
func (s *Service) Picture(ctx context.Context, id string) (Picture, error) {
	p, err := s.Store.Picture(ctx, id)
	if err != nil {
		return p, fmt.Errorf("reading a picture: %w", err)
	}
	return p, nil
}

func badPicture(text string) error {
	return base.InvalidFields(base.Field{Name: "picture", Text: base.T(text)})
}

// redrawn returns a picture as a JPEG that has its pixels and nothing else. As many are drawn at a time as Drawing lets in, since
// one may take 150 MiB, which are given back before the next.
func (s *Service) redrawn(ctx context.Context, data []byte) ([]byte, error) {
	size, _, err := image.DecodeConfig(bytes.NewReader(data))
	switch {
	case err != nil || size.Width <= 0 || size.Height <= 0:
		return nil, badPicture("bump.picture_none")
	case size.Width > maxPixels/size.Height/deep(data, size.ColorModel):
		return nil, badPicture("bump.picture_pixels")
	}
	if err := s.Drawing.Acquire(ctx, 1); err != nil {
		return nil, fmt.Errorf("waiting to draw a picture: %w", err)
	}
	defer s.Drawing.Release(1)
	defer debug.FreeOSMemory()
	decoded, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, badPicture("bump.picture_none")
	}
	drawn := turned(shrunk(decoded, 1600), orientation(data))
	for _, side := range []int{1600, 1200, 800, 400} {
		drawn = shrunk(drawn, side)
		for _, quality := range []int{80, 60, 40} {
			var out bytes.Buffer
			if err := jpeg.Encode(&out, drawn, &jpeg.Options{Quality: quality}); err != nil {
				return nil, fmt.Errorf("drawing a picture: %w", err)
			}
			if out.Len() <= maxPicture {
				return out.Bytes(), nil
			}
		}
	}
	return nil, badPicture("bump.picture_large")
}

// deep returns how many times as much it takes to decode a pixel as usual: of a progressive JPEG all of it is held before the first
// one is drawn. Cameras write none.
func deep(data []byte, m color.Model) int {
	switch m {
	case color.RGBA64Model, color.NRGBA64Model, color.Gray16Model:
		return 2
	}
	for mark := range segments(data) {
		if mark == 0xC2 {
			return 3
		}
	}
	return 1
}

// shrunk returns a picture on white, with no side longer than most. It is halved as often as it can be, so that every pixel counts.
func shrunk(from image.Image, most int) *image.RGBA {
	for {
		b := from.Bounds()
		w, h := b.Dx(), b.Dy()
		longer := max(w, h)
		if drawn, ok := from.(*image.RGBA); ok && longer <= most {
			return drawn
		}
		switch {
		case longer >= 2*most:
			w, h = max(1, w/2), max(1, h/2)
		case longer > most:
			w, h = max(1, w*most/longer), max(1, h*most/longer)
		}
		to := image.NewRGBA(image.Rect(0, 0, w, h))
		draw.Draw(to, to.Bounds(), image.White, image.Point{}, draw.Src)
		draw.ApproxBiLinear.Scale(to, to.Bounds(), from, b, draw.Over, nil)
		from = to
	}
}

// turned returns a picture as its camera was held, by the orientation of EXIF.
func turned(from *image.RGBA, orientation int) *image.RGBA {
	w, h := from.Bounds().Dx(), from.Bounds().Dy()
	if orientation >= 5 {
		w, h = h, w
	}
	if orientation < 2 || orientation > 8 {
		return from
	}
	to := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			across, down := x, y
			if orientation >= 5 {
				across, down = y, x
			}
			switch orientation {
			case 2, 3, 7, 8:
				across = from.Bounds().Dx() - 1 - across
			}
			switch orientation {
			case 3, 4, 6, 7:
				down = from.Bounds().Dy() - 1 - down
			}
			to.SetRGBA(x, y, from.RGBAAt(across, down))
		}
	}
	return to
}

// segments returns what a JPEG has before its pixels, by their marks; of anything else nothing.
func segments(data []byte) iter.Seq2[byte, []byte] {
	return func(yield func(byte, []byte) bool) {
		if !bytes.HasPrefix(data, []byte{0xFF, 0xD8}) {
			return
		}
		for rest := data[2:]; len(rest) > 4 && rest[0] == 0xFF && rest[1] != 0xDA; {
			if rest[1] == 0xFF { // between two of them
				rest = rest[1:]
				continue
			}
			size := int(binary.BigEndian.Uint16(rest[2:])) + 2
			if size < 4 || size > len(rest) || !yield(rest[1], rest[4:size]) {
				return
			}
			rest = rest[size:]
		}
	}
}

// orientation returns how the camera of a JPEG was held, as its EXIF says: 1 to 8; 0: it says nothing.
func orientation(data []byte) int {
	for mark, part := range segments(data) {
		if tiff, ok := bytes.CutPrefix(part, []byte("Exif\x00\x00")); ok && mark == 0xE1 {
			return tagged(tiff)
		}
	}
	return 0
}

// tagged returns the orientation in the first directory of a TIFF; 0: there is none.
func tagged(tiff []byte) int {
	if len(tiff) < 8 {
		return 0
	}
	var order binary.ByteOrder = binary.LittleEndian
	if tiff[0] == 'M' {
		order = binary.BigEndian
	}
	at := int(order.Uint32(tiff[4:]))
	if at < 8 || at+2 > len(tiff) {
		return 0
	}
	const entry, tag = 12, 0x0112
	for n, at := int(order.Uint16(tiff[at:])), at+2; n > 0 && at+entry <= len(tiff); n, at = n-1, at+entry {
		if order.Uint16(tiff[at:]) == tag {
			return int(order.Uint16(tiff[at+8:]))
		}
	}
	return 0
}
