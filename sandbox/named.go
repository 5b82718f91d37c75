package sandbox

import (
	"bytes"
	_ "embed"
	"image"
	"image/color"
	"image/png"
)

// namedFailure is a failure that the page offers.
type namedFailure struct {
	Name, Label string
	failure     Failure
}

// deaf is the one that concerns messages coming in.
const deaf = "deaf"

var named = []namedFailure{
	{"error-created", "Twilio answers 500, but sends it", ErrorCreated},
	{"error-lost", "Twilio answers 500 and sends nothing", ErrorLost},
	{"cut-created", "Connection cut, but it was sent", CutCreated},
	{"cut-lost", "Connection cut, nothing was sent", CutLost},
	{"too-many", "Too many requests (429)", TooMany},
	{"slow", "Answer takes 30 seconds", SlowCreated},
	{"opted-out", "Number has opted out (21610)", OptedOut},
	{"no-such-number", "No such number (21211)", NoSuchNumber},
	{"unreachable", "Handset is off (30003)", Unreachable},
	{"window", "WhatsApp window closed (63016)", WindowClosed},
	{"bad-token", "Auth token refused (401)", BadToken},
	{deaf, "Heard misses the next texts in", Failure{}},
}

// namedCallbacks are ways in which callbacks misbehave, until that is cleared.
var namedCallbacks = []struct {
	Name, Label string
	rules       Callbacks
}{
	{"callbacks-twice", "Each status comes twice", Callbacks{Twice: true}},
	{"callbacks-reversed", "Statuses come the wrong way round", Callbacks{Reversed: true}},
	{"callbacks-late", "Statuses come late, when this is cleared", Callbacks{Held: true}},
	{"callbacks-off", "No status comes", Callbacks{Off: true}},
}

//go:embed page/voice.ogg
var voice []byte

// samples are what the page's phone can send besides words.
var samples = map[string]Media{
	"picture": {ContentType: "image/png", Data: picture()},
	"voice":   {ContentType: "audio/ogg", Data: voice},
}

// picture paints a hill under an evening sky: small, real, and nobody's.
func picture() []byte {
	const w, h = 240, 160
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{uint8(250 - y/2), uint8(205 - y/3), uint8(170 + y/4), 255}
			if dx, dy := x-170, y-56; dx*dx+dy*dy < 22*22 {
				c = color.RGBA{255, 240, 205, 255}
			}
			if y > 104+(x-80)*(x-80)/420 {
				c = color.RGBA{70, 110, 104, 255}
			}
			if y > 128+(x-200)*(x-200)/700 {
				c = color.RGBA{38, 78, 76, 255}
			}
			img.Set(x, y, c)
		}
	}
	var b bytes.Buffer
	_ = png.Encode(&b, img) // a buffer and a proper picture cannot fail
	return b.Bytes()
}
