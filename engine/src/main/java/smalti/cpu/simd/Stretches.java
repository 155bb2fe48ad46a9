package smalti.cpu.simd;

import smalti.cpu.kernel.Share;

/// The stretches of a share: neighbouring runs of its segments, all of whose pixels a kernel will write. Up to the end of
/// a stretch a vector may be stored beyond a run, since the runs behind are written later.
final class Stretches {
    private Stretches() {}

    /// The first run of a stretch, from a run on; the share's end if there is none.
    static int begin(Share share, int run) {
        int begin = run;
        while (begin < share.toRun() && !share.holds(begin)) {
            begin++;
        }
        return begin;
    }

    /// The run behind the stretch that a run lies in.
    static int end(Share share, int run) {
        int end = run;
        while (end < share.toRun() && share.holds(end)) {
            end++;
        }
        return end;
    }
}
