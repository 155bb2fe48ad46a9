package smalti.cuda.ffm;

/// Why something of CUDA cannot be had.
///
/// @param reason with everything that was tried
/// @param mend what would make it available
public record Problem(String reason, String mend) {}
