package dev.jacobi.ir.text;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Printer;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.TypeRules;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the text that {@link Printer} writes, by recursive descent; the grammar stands in ir/README.md. For
 * hand-written text it is more lenient: names are free and may be shadowed in inner blocks, equations may be separated by
 * {@code ;}, comments run from {@code //} to the end of the line, and a type is optional where it follows from the operands.
 */
public final class Parser {
    private final Scanner in;
    private final ParamsParser params;
    private Map<String, Var> scope = new HashMap<>();
    private int next;

    private Parser(String text) {
        in = new Scanner(text);
        params = new ParamsParser(in);
    }

    /** The one function in the text; throws {@link SyntaxError}. */
    public static Func parseFunc(String text) {
        Map<String, Func> funcs = parseModule(text).funcs();
        if (funcs.size() != 1) {
            throw new SyntaxError("the text holds " + funcs.size() + " functions in place of one");
        }
        return funcs.values().iterator().next();
    }

    /** All functions in the text, in order; throws {@link SyntaxError}. */
    public static Module parseModule(String text) {
        var scanner = new Parser(text);
        var funcs = new LinkedHashMap<String, Func>();
        while (!scanner.in.atEnd()) {
            String name = scanner.in.functionName();
            Func f = scanner.func();
            if (funcs.put(name, f) != null) {
                throw scanner.in.error("there are two functions " + name);
            }
        }
        return new Module(funcs);
    }

    private Func func() {
        scope = new HashMap<>();
        next = 0;
        in.expect("(");
        List<Def> defs = in.peek(")") ? List.of() : defs();
        in.expect(")");
        List<Var> vars = define(defs, List.of());
        in.expect("{");
        var body = new ArrayList<Eqn>();
        while (!in.word("return")) {
            body.add(eqn(defsOfEqn()));
        }
        List<Atom> out = commas("}");
        in.expect("}");
        return new Func(vars, body, out);
    }

    /** A name being defined, with its type when that is written. */
    private record Def(String name, Type type) {
    }

    private List<Def> defs() {
        var defs = new ArrayList<Def>();
        do {
            String name = in.ident();
            if (Printer.isReserved(name)) {
                throw in.error(name + " is a word of the language and cannot name a variable");
            }
            defs.add(new Def(name, in.accept(":") ? params.type() : null));
        } while (in.accept(","));
        return defs;
    }

    /** The names left of {@code =}, none when the equation starts with its primitive. */
    private List<Def> defsOfEqn() {
        if (Printer.isReserved(in.peekIdent())) {
            return List.of();
        }
        return defs();
    }

    private List<Var> define(List<Def> defs, List<Type> inferred) {
        var vars = new ArrayList<Var>();
        for (int i = 0; i < defs.size(); i++) {
            Def d = defs.get(i);
            Type t = d.type != null ? d.type : i < inferred.size() ? inferred.get(i) : null;
            if (t == null) {
                throw in.error("the type of " + d.name + " is not known here");
            }
            vars.add(new Var(next++, t));
        }
        for (int i = 0; i < defs.size(); i++) {
            scope.put(defs.get(i).name, vars.get(i));
        }
        return vars;
    }

    private Eqn eqn(List<Def> defs) {
        if (!defs.isEmpty()) {
            in.expect("=");
        }
        Prim prim = in.prim();
        boolean bracket = in.accept("[");
        List<Type> written = defs.stream().map(Def::type).toList();
        // Ids follow the order of the text, so the results get theirs before what the regions define.
        int first = next;
        next += defs.size();
        Params p = bracket ? params.parse(prim, written) : params.none(prim);
        if (bracket) {
            in.expect("]");
        }
        List<Atom> operands = in.peek("(") ? parenthesised() : spaced();
        p = withRegions(prim, p, operands);
        in.accept(";");
        int after = next;
        next = first;
        List<Type> types = written.contains(null) ? infer(prim, operands, p, defs.size()) : written;
        List<Var> out = define(defs, types);
        next = after;
        return new Eqn(prim, operands, p instanceof Params.Call c && c.results().isEmpty() ? new Params.Call(c.name(), types) : p, out);
    }

    private List<Type> infer(Prim prim, List<Atom> operands, Params p, int n) {
        List<Type> types;
        try {
            types = TypeRules.infer(prim, operands, p);
        } catch (TypeRules.TypeError e) {
            throw in.error(e.getMessage());
        }
        if (types.size() != n) {
            throw in.error(prim.text() + " has " + types.size() + " results, not " + n);
        }
        return types;
    }

    private Params withRegions(Prim prim, Params p, List<Atom> operands) {
        if (p instanceof Params.Branches) {
            var regions = new ArrayList<Region>();
            while (in.word("false") || in.word("true") || in.digits() || in.peek("{")) {
                regions.add(region(List.of()));
            }
            return new Params.Branches(regions);
        }
        List<Type> values = operands.stream().map(Atom::type).toList();
        if (p instanceof Params.While) {
            Region cond = region(values);
            in.word("do");
            return new Params.While(cond, region(values));
        }
        if (p instanceof Params.Fold f) {
            int skip = Math.min(values.size(), prim == Prim.REDUCE ? 1 + f.ops().size() : values.size());
            var types = new ArrayList<>(values.subList(0, Math.min(1, values.size())));
            types.addAll(values.subList(skip, values.size()));
            return new Params.Fold(f.extent(), f.ops(), region(types));
        }
        return p instanceof Params.Loop l ? new Params.Loop(l.extent(), region(values)) : p;
    }

    private Region region(List<Type> types) {
        in.expect("{");
        Map<String, Var> outer = scope;
        scope = new HashMap<>(outer);
        List<Var> vars = List.of();
        var body = new ArrayList<Eqn>();
        if (!in.accept("->") && !Printer.isReserved(in.peekIdent())) {
            List<Def> defs = defs();
            if (in.accept("->")) {
                vars = define(defs, types);
            } else {
                body.add(eqn(defs));
            }
        }
        while (!in.word("yield")) {
            body.add(eqn(defsOfEqn()));
        }
        List<Atom> out = commas("}");
        in.expect("}");
        scope = outer;
        return new Region(vars, body, out);
    }

    private List<Atom> parenthesised() {
        in.expect("(");
        List<Atom> atoms = commas(")");
        in.expect(")");
        return atoms;
    }

    private List<Atom> commas(String end) {
        var atoms = new ArrayList<Atom>();
        in.accept(";");
        while (!in.peek(end) && !in.peek(";")) {
            if (!atoms.isEmpty()) {
                in.expect(",");
            }
            atoms.add(atom());
        }
        in.accept(";");
        return atoms;
    }

    /** Operands up to the next equation, which begins with a reserved word or with a name before {@code : = ,}. */
    private List<Atom> spaced() {
        var atoms = new ArrayList<Atom>();
        while (in.startsAtom()) {
            atoms.add(atom());
        }
        return atoms;
    }

    private Atom atom() {
        if (in.startsLiteral()) {
            return in.literal();
        }
        String name = in.ident();
        Var v = scope.get(name);
        if (v == null) {
            throw in.error("the variable " + name + " is not defined here");
        }
        return v;
    }
}
