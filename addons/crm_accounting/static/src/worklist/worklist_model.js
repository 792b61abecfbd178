import { markRaw } from "@odoo/owl";
import { KeepLast } from "@web/core/utils/concurrency";
import { messageOf } from "./words";

const PAGE_SIZE = 40;

/**
 * Whom to call, and the customer on screen.
 *
 * Of several answers under way only the last one that was asked for is shown. A failure to load is
 * kept in `listError` or `sheetError`, for the screen to tell.
 */
export class Worklist {
    /**
     * @param {Object} orm service
     * @param {Object} [memory] what `remember` returned before another screen was opened
     */
    constructor(orm, memory = {}) {
        this.orm = markRaw(orm);
        this.lists = markRaw(new KeepLast());
        this.sheets = markRaw(new KeepLast());
        this.teams = markRaw(new KeepLast());
        /** Whose list: null for one's own, {id, name} for a person's; id false and teamId for a queue's. */
        this.scope = memory.scope ?? null;
        this.isTeam = memory.isTeam ?? false;
        this.caseId = memory.caseId ?? false;
        /** On a small screen either the list or the case is shown. */
        this.isOpen = memory.isOpen ?? false;
        this.list = { cases: [], count: 0, today: false, is_started: true, done: null };
        this.sheet = null;
        this.team = null;
        /** The list is asked for: what is not newer than its answer is not added to it. */
        this.isLoading = false;
        /** A call is being logged: nothing else may be chosen, or its failure would be lost. */
        this.isBusy = false;
        this.listError = this.sheetError = this.teamError = "";
    }

    remember() {
        const { scope, isTeam, caseId, isOpen } = this;
        return { scope: scope && { ...scope }, isTeam, caseId, isOpen };
    }

    /** Tell whether what is on screen is the chosen customer. */
    get isReady() {
        return Boolean(this.sheet && this.sheet.id === this.caseId && !this.isBusy && !this.isTeam);
    }

    get index() {
        return this.list.cases.findIndex(({ id }) => id === this.caseId);
    }

    // LIST

    async start() {
        await this.load();
        this.select(this.caseId || this.list.cases[0]?.id || false);
        if (this.isTeam) {
            this.loadTeam();
        }
    }

    /** Load again as many customers as are shown. */
    load() {
        return this.ask(Math.max(PAGE_SIZE, this.list.cases.length), 0, (page) => page);
    }

    async loadMore() {
        const { cases } = this.list;
        if (this.isLoading) {
            return;
        }
        await this.ask(PAGE_SIZE, cases.length, (page) => {
            // What was called meanwhile has moved the others up.
            const known = new Set(cases.map(({ id }) => id));
            const others = page.cases.filter(({ id }) => !known.has(id));
            return { ...page, cases: [...cases, ...others] };
        });
    }

    /** Ask for a page, and show what `merge` makes of it. */
    async ask(limit, offset, merge) {
        this.isLoading = true;
        this.listError = "";
        try {
            this.list = merge(await this.lists.add(this.fetch(limit, offset)));
        } catch (error) {
            this.listError = messageOf(error);
        } finally {
            this.isLoading = false;
        }
    }

    fetch(limit, offset) {
        const { id: user_id = null, teamId: team_id = null } = this.scope ?? {};
        const asked = { user_id, team_id, limit, offset };
        return this.orm.call("collection.case", "get_worklist", [], asked);
    }

    /** Show the list of a person, of nobody, or one's own. */
    async choose(scope) {
        this.scope = scope;
        this.isTeam = this.isOpen = false;
        this.list = { ...this.list, cases: [] };
        this.sheet = null;
        this.caseId = false;
        await this.start();
    }

    // CASE

    async select(caseId) {
        if (this.isBusy) {
            return;
        }
        this.caseId = caseId;
        this.sheetError = "";
        if (!caseId) {
            this.sheet = null;
            return;
        }
        try {
            const call = this.orm.call("collection.case", "get_worksheet", [[caseId]]);
            this.sheet = await this.sheets.add(call);
        } catch (error) {
            this.sheet = null;
            this.sheetError = messageOf(error);
        }
    }

    open(caseId) {
        this.isOpen = true;
        return this.select(caseId);
    }

    /** Select the customer some rows further down, or up. */
    async step(rows) {
        const { cases, count } = this.list;
        if (rows > 0 && this.index === cases.length - 1 && cases.length < count) {
            await this.loadMore();
        }
        const next = this.list.cases[this.index + rows];
        if (next) {
            await this.select(next.id);
        }
    }

    /** Go on to the next customer: this one was called. */
    async advance() {
        const called = this.caseId;
        const ids = this.list.cases.map(({ id }) => id);
        const at = ids.indexOf(called);
        const wishes = [...ids.slice(at + 1), ...ids.slice(0, Math.max(at, 0)).reverse(), called];
        this.sheet = null;
        await this.load();
        if (this.caseId === called) {
            const left = new Set(this.list.cases.map(({ id }) => id));
            this.isOpen = this.isOpen && left.size > 0;
            await this.select(wishes.find((id) => left.has(id)) ?? this.list.cases[0]?.id ?? false);
        }
    }

    // TEAM

    toggleTeam() {
        this.isTeam = !this.isTeam;
        return this.isTeam ? this.loadTeam() : undefined;
    }

    async loadTeam() {
        try {
            const call = this.orm.call("collection.case", "get_team_worklist", []);
            this.team = await this.teams.add(call);
            this.teamError = "";
        } catch (error) {
            this.teamError = messageOf(error);
        }
    }
}
