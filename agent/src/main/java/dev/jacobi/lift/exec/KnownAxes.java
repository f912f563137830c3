package dev.jacobi.lift.exec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Axes for vmap that the lifted code itself makes: a constant. */
public record KnownAxes(List<Object> in, Object out, String name) {
    public KnownAxes {
        in = Collections.unmodifiableList(new ArrayList<>(in));
    }

    /** With what a call of {@code out} or {@code named} says. */
    KnownAxes with(String method, Object value) {
        return method.equals("out") ? new KnownAxes(in, value, name) : new KnownAxes(in, out, (String) value);
    }
}
