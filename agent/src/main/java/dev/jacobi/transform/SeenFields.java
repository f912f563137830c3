package dev.jacobi.transform;

import dev.jacobi.NDArray;
import dev.jacobi.classes.Freshness;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.lift.request.Programs;
import dev.jacobi.lift.request.ValueTree;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** What static fields held when a program was made for it: the program is used as long as they hold such values. */
final class SeenFields {
    private final StaticObjects objects;
    private final Freshness program;
    private final Map<Lifted.Source.Static, ValueTree> arrays = new LinkedHashMap<>();
    private final Map<Lifted.Source.Static, Object> numbers = new LinkedHashMap<>();
    private final Map<Lifted.Source.Static, Programs.Presence> presences = new LinkedHashMap<>();

    SeenFields(StaticObjects objects, Freshness program) {
        this.objects = objects;
        this.program = program;
    }

    /** The structure of an NDArray, whose numbers are read at each call. */
    ValueTree array(Lifted.Source.Static field) {
        if (!arrays.containsKey(field)) {
            Supplier<NDArray> now = objects.array(field);
            var form = new ArrayLeaves.Seen(now.get());
            arrays.put(field, form.tree());
            program.lastsWhile(() -> form.fits(now.get()));
        }
        return arrays.get(field);
    }

    /** A copy of a few ints, or a string, which are part of the program; null for another value. */
    Object numbers(Lifted.Source.Static field) {
        if (!numbers.containsKey(field)) {
            Supplier<Object> now = objects.value(field);
            Object seen = StaticNumbers.copy(now.get());
            numbers.put(field, seen);
            program.lastsWhile(() -> StaticNumbers.equal(seen, now.get()));
        }
        return numbers.get(field);
    }

    /** Whether a field holds null. */
    Programs.Presence presence(Lifted.Source.Static field) {
        return presences.computeIfAbsent(field, f -> {
            if (!objects.isReadable(f)) {
                return Programs.Presence.UNSEEN;
            }
            Supplier<Object> now = objects.value(f);
            boolean isNull = now.get() == null;
            if (isNull || !objects.isFinal(f)) {
                program.lastsWhile(() -> now.get() == null == isNull);
            }
            return isNull ? Programs.Presence.NULL : Programs.Presence.OBJECT;
        });
    }
}
