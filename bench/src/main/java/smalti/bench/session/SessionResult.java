package smalti.bench.session;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// All that a session found.
///
/// @param peakFlops floating-point operations a second by the number of threads; 0 where the probe failed
/// @param versions of the peers that took part
/// @param missing peers that did not, and why
/// @param quality scores of superpixels on photos with human segmentations; empty where they were not asked for or there
///     are no photos
/// @param memory that training steps take; empty where none was measured
public record SessionResult(
        Group group,
        Instant time,
        Tempo tempo,
        String pictures,
        List<CaseResult> cases,
        Map<Integer, Double> peakFlops,
        Map<String, String> versions,
        List<String> missing,
        List<QualityRow> quality,
        List<MemoryRow> memory) {}
