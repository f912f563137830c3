package dev.jacobi.lift.request;

import java.util.List;

/** Which function to lift, and for arguments of which structure. {@code programs} makes programs of transformed functions that it applies. */
public record FunctionRequest(ClassSource classes, ValueTree function, List<ValueTree> args, Programs programs) {
    public FunctionRequest {
        args = List.copyOf(args);
    }
}
