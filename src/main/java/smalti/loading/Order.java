package smalti.loading;

import java.util.SplittableRandom;
import smalti.error.ParameterException;
import smalti.nn.Seeds;

/// The order in which the members of a set are learnt: all of them in each round, in another order each time. It follows
/// from the seed alone, so that a run that is resumed meets the same ones. Safe for several threads.
public final class Order {
    private final int members;
    private final long seed;
    private Round last;

    private record Round(long number, int[] order) {}

    /// @param members how many there are, at least 1
    public Order(int members, long seed) {
        if (members < 1) {
            throw new ParameterException("the members of a set", "at least 1", members);
        }
        this.members = members;
        this.seed = seed;
        this.last = round(0);
    }

    /// The member at a place of the endless sequence of rounds.
    public int at(long place) {
        return order(place / members)[(int) (place % members)];
    }

    /// The members that a step learns from.
    ///
    /// @param count how many a step learns from
    public int[] batch(long step, int count) {
        int[] batch = new int[count];
        for (int i = 0; i < count; i++) {
            batch[i] = at(step * count + i);
        }
        return batch;
    }

    private synchronized int[] order(long round) {
        if (last.number() != round) {
            last = round(round);
        }
        return last.order();
    }

    private Round round(long number) {
        var random = new SplittableRandom(Seeds.derived(seed, number));
        int[] order = new int[members];
        for (int i = 0; i < members; i++) {
            int other = random.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        return new Round(number, order);
    }
}
