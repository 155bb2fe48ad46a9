package smalti.bench.session;

import java.util.ArrayList;
import java.util.List;
import smalti.bench.worker.Message;

/// Has every contestant divide the photos that humans segmented, and collects the scores. Nothing is timed, so all of
/// them work at once.
final class QualityRun {
    /// Numbers asked for; scores at other numbers are interpolated by what was produced.
    private static final List<Integer> ASKED = List.of(150, 200, 280, 400, 560);

    private final Team team;

    QualityRun(Team team) {
        this.team = team;
    }

    List<QualityRow> run() {
        List<WorkerProcess> workers =
                team.all().stream().filter(worker -> !worker.isLost()).toList();
        for (WorkerProcess worker : workers) {
            ASKED.forEach(asked -> worker.send("quality", worker.name(), asked, team.threads()));
        }
        List<QualityRow> rows = new ArrayList<>();
        for (WorkerProcess worker : workers) {
            for (int asked : ASKED) {
                Message answer = worker.receive();
                if (answer.kind().equals("quality")) {
                    rows.add(
                            new QualityRow(
                                    worker.name(),
                                    asked,
                                    answer.decimal(1),
                                    answer.decimal(2),
                                    answer.decimal(3),
                                    answer.decimal(4),
                                    answer.decimal(5),
                                    answer.decimal(6),
                                    answer.decimal(7)));
                }
            }
        }
        return rows;
    }
}
