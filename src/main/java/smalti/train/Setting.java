package smalti.train;

/// Something that a user may choose about how a network is built or taught.
///
/// @param name lower case, words parted by hyphens: the option without its `--`, and the name in files
/// @param value what is taken unless something else is asked for
/// @param about one line for people, without a full stop
public record Setting(String name, String value, String about) {}
