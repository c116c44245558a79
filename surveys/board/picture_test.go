package board_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"testing"

	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
	"soundings/surveys/board"
)

// half returns a picture whose upper half is red, and the rest blue.
func half(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{0, 0, 255, 255}
			if y < h/2 {
				c = color.RGBA{255, 0, 0, 255}
			}
			m.SetRGBA(x, y, c)
		}
	}
	return m
}

// noise returns a picture that nothing makes small.
func noise(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	chance := rand.NewChaCha8([32]byte{})
	if _, err := chance.Read(m.Pix); err != nil {
		panic(err)
	}
	return m
}

func asJPEG(m image.Image) []byte {
	var out bytes.Buffer
	if err := jpeg.Encode(&out, m, nil); err != nil {
		panic(err)
	}
	return out.Bytes()
}

func asPNG(m image.Image) []byte {
	var out bytes.Buffer
	if err := png.Encode(&out, m); err != nil {
		panic(err)
	}
	return out.Bytes()
}

func asGIF(m image.Image) []byte {
	var out bytes.Buffer
	if err := gif.Encode(&out, m, nil); err != nil {
		panic(err)
	}
	return out.Bytes()
}

// held returns a JPEG with what a camera says of itself: how it was held, and where.
func held(data []byte, orientation uint16) []byte {
	exif := []byte("Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01")
	exif = binary.BigEndian.AppendUint16(exif, orientation)
	exif = append(exif, "\x00\x00\x00\x00\x00\x00GPS 40.7128 N"...)
	segment := binary.BigEndian.AppendUint16([]byte{0xFF, 0xE1}, uint16(len(exif)+2))
	return append(append(append([]byte{}, data[:2]...), append(segment, exif...)...), data[2:]...)
}

// bomb returns a PNG that says that it is so large, and has nothing.
func bomb(w, h uint32) []byte {
	data := asPNG(half(2, 2))
	binary.BigEndian.PutUint32(data[16:], w)
	binary.BigEndian.PutUint32(data[20:], h)
	binary.BigEndian.PutUint32(data[29:], crc32.ChecksumIEEE(data[12:29]))
	return data
}

// progressive returns the beginning of a JPEG that would come in passes.
func progressive(w, h uint16) []byte {
	data := asJPEG(half(16, 16))
	at := bytes.Index(data, []byte{0xFF, 0xC0})
	data[at+1] = 0xC2
	binary.BigEndian.PutUint16(data[at+5:], h)
	binary.BigEndian.PutUint16(data[at+7:], w)
	return data
}

// A picture is drawn anew: as it was held, small enough, and with nothing of where it was taken.
func TestPictures(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		for n, row := range []struct {
			about string
			data  []byte
			size  image.Point
			red   image.Point // a place that is red
		}{
			{"jpeg", asJPEG(half(60, 40)), image.Pt(60, 40), image.Pt(30, 5)},
			{"png", asPNG(half(60, 40)), image.Pt(60, 40), image.Pt(30, 5)},
			{"gif", asGIF(half(60, 40)), image.Pt(60, 40), image.Pt(30, 5)},
			{"larger than is shown", asJPEG(half(4000, 1000)), image.Pt(1600, 400), image.Pt(800, 50)},
			{"held upside down", held(asJPEG(half(60, 40)), 3), image.Pt(60, 40), image.Pt(30, 35)},
			{"held to the right", held(asJPEG(half(60, 40)), 6), image.Pt(40, 60), image.Pt(35, 30)},
			{"held to the left", held(asJPEG(half(60, 40)), 8), image.Pt(40, 60), image.Pt(5, 30)},
		} {
			_, r := c.report("P-0001", "booking", fmt.Sprint("Number ", n))
			if err := c.Board.AddPicture(c.ctx, r.ID, bytes.NewReader(row.data)); err != nil {
				t.Errorf("%s: %v", row.about, err)
				continue
			}
			kept := must(c.Board.Picture(c.ctx, must(c.Store.Report(c.ctx, r.ID)).Picture))
			if bytes.Contains(kept.JPEG, []byte("GPS")) || bytes.Contains(kept.JPEG, []byte("Exif")) {
				t.Errorf("%s: it says where it was taken", row.about)
			}
			m := must(jpeg.Decode(bytes.NewReader(kept.JPEG)))
			expect.Equal(t, row.about, m.Bounds().Size(), row.size)
			if red, _, blue, _ := m.At(row.red.X, row.red.Y).RGBA(); red < 0xA000 || blue > 0x6000 {
				t.Errorf("%s: it is not red at %v", row.about, row.red)
			}
		}
		b, r := c.report("P-0002", "booking", "As large as it gets")
		if err := c.Board.AddPicture(c.ctx, r.ID, bytes.NewReader(asJPEG(noise(2000, 2000)))); err != nil {
			t.Fatal(err)
		}
		id := must(c.Store.Report(c.ctx, r.ID)).Picture
		if n := len(must(c.Board.Picture(c.ctx, id)).JPEG); n > 400<<10 {
			t.Errorf("%d bytes are kept", n)
		}
		expect.Equal(t, "a second one", refused(c.Board.AddPicture(c.ctx, r.ID, bytes.NewReader(asPNG(half(2, 2))))), "bump.picture_there")
		if err := c.Cohorts.RemoveParticipant(c.ctx, "P-0002"); err != nil {
			t.Fatal(err)
		}
		_, err := c.Board.Picture(c.ctx, id)
		expect.Equal(t, "of who was removed", base.IsCode(err, base.NotFound), true)
		expect.Equal(t, "still counted", must(c.Board.Bump(c.ctx, b.ID)).Reporters(), 1)
	})
}

// What is no picture, or would be too much of one, is refused and nothing of it is kept.
func TestWhatIsNoPicture(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		_, r := c.report("P-0001", "booking", "Look")
		for about, row := range map[string]struct {
			data []byte
			want string
		}{
			"nothing":            {nil, "picture: bump.picture_none"},
			"a page":             {[]byte("<html><script>alert(1)</script>"), "picture: bump.picture_none"},
			"a drawing":          {[]byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`), "picture: bump.picture_none"},
			"half of one":        {asJPEG(half(60, 40))[:200], "picture: bump.picture_none"},
			"too many bytes":     {make([]byte, board.MaxUpload+1), "picture: bump.picture_large"},
			"a bomb":             {bomb(50_000, 50_000), "picture: bump.picture_pixels"},
			"a narrow bomb":      {bomb(1<<31-1, 1), "picture: bump.picture_pixels"},
			"a progressive bomb": {progressive(4000, 4000), "picture: bump.picture_pixels"},
			"one that claims":    {bomb(4000, 4000), "picture: bump.picture_none"},
		} {
			expect.Equal(t, about, refused(c.Board.AddPicture(c.ctx, r.ID, bytes.NewReader(row.data))), row.want)
		}
		expect.Equal(t, "kept", must(c.Store.Report(c.ctx, r.ID)).Picture, "")
	})
}
