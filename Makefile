# `make run` and `make test`, each with all its set-up, once; `make test-vite` for what a change usually breaks.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501
# More than there are cores: half of a test's time is waiting for a server or a browser.
TESTS ?= 4
# Under a minute: the rules of the house, documents, declarations, figures, formula, cells, every page once.
VITE := architecture forme documentation declarations declarations_formes indicateurs_catalogue indicateurs_calcul \
	fichiers_valeurs fichiers_cellules baremes simulateur ui_pages

.PHONY: run test test-vite bench clean

$(VENV)/.installe: requirements.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.installe-dev: $(VENV)/.installe requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

# `exemple` imports the demonstration campagnes into data/ the first time, and says so when they are there already.
# `proteger` prepares beside the server what the first synthèse of a porteur would wait for.
run: $(VENV)/.installe
	@$(BIN)/python -m clas_data exemple
	@$(BIN)/python -m clas_data proteger > /dev/null 2>&1 &
	@echo "Le tableau de bord s'ouvre à l'adresse http://localhost:$(PORT) (Ctrl+C pour l'arrêter)."
	@$(BIN)/python -m streamlit run dashboard.py --server.port $(PORT) --browser.serverAddress localhost \
		--logger.hideWelcomeMessage true --server.headless $(if $(DISPLAY)$(WAYLAND_DISPLAY),false,true)

test: $(VENV)/.installe-dev
	$(BIN)/python -m pytest -n $(TESTS)

test-vite: $(VENV)/.installe-dev
	$(BIN)/python -m pytest -n 2 -k "not ui_pages or (each_page_for_each_role and comite)" $(VITE:%=tests/test_%.py)

bench: $(VENV)/.installe-dev
	$(BIN)/python -m bench

clean:
	rm -rf $(VENV) data/base
