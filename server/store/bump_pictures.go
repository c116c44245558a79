package store

import (
	"context"

	"soundings/surveys/board"
)

// bumpPictureDoc is a picture that somebody sent with a report.
type bumpPictureDoc struct {
	Head `bson:",inline"`
	JPEG []byte `bson:"jpeg"` // sealed
}

// Picture returns a picture of a report, or NotFound.
func (s *Store) Picture(ctx context.Context, id string) (board.Picture, error) {
	d, err := one[bumpPictureDoc](ctx, s, bumpPictures, id, "bump.picture_unknown")
	if err != nil {
		return board.Picture{}, err
	}
	p := board.Picture{ID: d.ID, Version: d.Version}
	return p, unseal(s.sealer, bumpPictures, d.ID, "jpeg", d.JPEG, &p.JPEG)
}

// savePicture adds a picture to an act, and takes out one that is to be deleted.
func (s *Store) savePicture(a *act, saved board.Saved) error {
	if saved.Deleted.ID != "" {
		a.remove(bumpPictures, saved.Deleted.ID, saved.Deleted.Version)
	}
	if saved.Picture.ID == "" {
		return nil
	}
	sealed, err := seal(s.sealer, bumpPictures, saved.Picture.ID, "jpeg", saved.Picture.JPEG)
	if err != nil {
		return err
	}
	a.save(bumpPictures, &bumpPictureDoc{Head{ID: saved.Picture.ID}, sealed})
	return nil
}
