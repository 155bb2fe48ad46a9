package smalti.demo;

/// A colour, 0 to 255 a channel.
record Colour(double red, double green, double blue) {
    static Colour of(int rgb) {
        return new Colour(rgb >> 16 & 0xFF, rgb >> 8 & 0xFF, rgb & 0xFF);
    }

    /// The colour so far on the way to another.
    Colour towards(Colour other, double share) {
        double part = Math.clamp(share, 0, 1);
        return new Colour(
                red + (other.red - red) * part,
                green + (other.green - green) * part,
                blue + (other.blue - blue) * part);
    }

    /// The colour in more or less light.
    Colour lit(double factor) {
        return new Colour(red * factor, green * factor, blue * factor);
    }
}
