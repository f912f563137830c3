package dev.jacobi.arrays;

import dev.jacobi.Lowered;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Programs of cases of a table, lowered: calls as they are, their derivatives, or their mapped forms. Keys are arguments, as arrays are; a call without either is a function of a number
 * that it does not use.
 */
final class TablePrograms {
    /** What is made of a call. */
    enum Form {
        VALUE("lower"), DERIVATIVE("lowervjp"), MAPPED("lowervmap");

        private final String word;

        Form(String word) {
            this.word = word;
        }
    }

    /** A program's place, and what it is called with. */
    private record Given(int number, List<Object> arguments) {}

    private final JacobiLibrary library = new JacobiLibrary();
    private final ReflectiveCalls calls = new ReflectiveCalls(library);
    private final CaseRunner runner = new CaseRunner(library);
    private final Form form;
    private final Map<CaseTable.Case, Given> given = new LinkedHashMap<>();
    private final CasePrograms programs;

    /** Compiles, by javac, what the library has methods for. */
    TablePrograms(Form form, List<CaseTable.Case> cases) {
        this.form = form;
        var asked = new ArrayList<CasePrograms.Asked>();
        for (CaseTable.Case c : cases) {
            List<Object> made = new ArrayList<>(c.arrays().stream().map(a -> library.make(form == Form.MAPPED ? CaseRunner.twice(a) : a)).toList());
            List<NamedArguments.Named> arguments = runner.arguments(c, c.arrays().stream().map(a -> (Object) library.make(a)).toList(), null);
            String letter = CasePrograms.letter(made.size());
            List<Object> keys = form == Form.MAPPED ? List.of() : arguments.stream().map(a -> key(a.value())).filter(k -> k != null).toList();
            List<NamedArguments.Named> named = keys.isEmpty() ? arguments : arguments.stream().map(a -> key(a.value()) == null ? a
                    : new NamedArguments.Named(a.name(), new ReflectiveCalls.Argument.Item(key(a.value()), letter))).toList();
            made.addAll(keys.isEmpty() && made.isEmpty() ? List.of(library.number(1L)) : keys.subList(0, Math.min(1, keys.size())));
            Class<?> owner = library.owner(c.row().owner());
            ReflectiveCalls.Choice choice = calls.closest(owner, c.row().method(), named);
            CasePrograms.Source s = choice == null ? null : library.source(owner, choice, made.size());
            if (s != null) {
                given.put(c, new Given(asked.size(), made));
                asked.add(new CasePrograms.Asked(s, Set.of(form.word)));
            }
        }
        programs = asked.isEmpty() ? null : CasePrograms.of(asked);
    }

    /** The key that an argument is, or null. */
    private static Object key(ReflectiveCalls.Argument a) {
        return a instanceof ReflectiveCalls.Argument.Item i && i.source().startsWith("Prng.key(") ? i.array() : null;
    }

    /** The cases that there are programs of. */
    Set<CaseTable.Case> cases() {
        return given.keySet();
    }

    /** A case's program for its arguments. */
    Lowered lowered(CaseTable.Case c) throws Exception {
        return library.inMode(c.type().wide(), () -> {
            Given g = given.get(c);
            List<Object> arguments = new ArrayList<>(g.arguments);
            if (form == Form.DERIVATIVE) {
                Object result = calls.call(library.owner(c.row().owner()), c.row().method(), runner.arguments(c, g.arguments, null));
                arguments.add(new CaseTransforms(library, calls).cotangent(c, result));
            }
            return (Lowered) programs.say(form.word, g.number, arguments);
        });
    }
}
